/**
 * Figures of one screen rest on the same few sums: each is asked of the lake once, and asked again only when more has arrived there or
 * somebody counts as somebody else.
 */
import { tellLakePersons } from '#know/customers';
import { type Lake, shippedTo } from '#platform/lake';
import type { Db } from '#platform/postgres';
import { type EntrySum, entrySums, type People, people, type Stretch } from './store.ts';

export type Sums = {
  entries(stretch: Stretch): Promise<EntrySum[]>;
  people(stretch: Stretch): Promise<People[]>;
};

/** Answers are small: rows by day or less. */
const MOST = 300;

/** `present` before each figure: what is shared is as old as that at most. */
export function askedOnce({ db, lake }: { db: Db; lake: Lake }): { present(): Promise<Sums> } {
  let state = '';
  const answers = new Map<string, Promise<unknown>>();
  const shared = <T>(what: string, stretch: Stretch, ask: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify([what, stretch]);
    const known = answers.get(key) as Promise<T> | undefined;
    if (known) return known;
    if (answers.size >= MOST) answers.delete(answers.keys().next().value as string);
    const asked = ask();
    answers.set(key, asked);
    asked.catch(() => answers.get(key) === asked && answers.delete(key));
    return asked;
  };
  const sums: Sums = {
    entries: (stretch) => shared('entries', stretch, () => entrySums(lake, stretch)),
    people: (stretch) => shared('people', stretch, () => people(lake, stretch)),
  };
  return {
    async present() {
      const [told, shipped] = await Promise.all([tellLakePersons(db, lake), shippedTo(db)]);
      const now = `${told} ${shipped}`;
      if (now !== state) answers.clear();
      state = now;
      return sums;
    },
  };
}
