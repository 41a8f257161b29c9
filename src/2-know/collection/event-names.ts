/**
 * The distinct event names of each source, bounded: a flood of names is an attack or a bug (an id pasted into a name), and every name
 * would be an entry in every later list. Known names cost one look into a set.
 */
import type { SourceId } from '#platform/ids';
import type { Db } from '#platform/postgres';
import { addNames, namesOf } from './store.ts';

export const MOST_NAMES = 2000;

export class EventNames {
  readonly #known = new Map<SourceId, Promise<Set<string>>>();
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The set to test names against. */
  of(source: SourceId): Promise<Set<string>> {
    const known = this.#known.get(source);
    if (known) return known;
    const loading = namesOf(this.#db, source).then((names) => new Set(names));
    this.#known.set(source, loading);
    loading.catch(() => this.#known.delete(source));
    return loading;
  }

  /** Admits a new name where there is room. */
  admit(names: Set<string>, fresh: Set<string>, name: string): boolean {
    if (names.has(name) || fresh.has(name)) return true;
    if (names.size + fresh.size >= MOST_NAMES) return false;
    fresh.add(name);
    return true;
  }

  async keep(source: SourceId, names: Set<string>, fresh: Set<string>): Promise<void> {
    if (fresh.size === 0) return;
    await addNames(this.#db, source, [...fresh]);
    for (const name of fresh) names.add(name);
  }
}
