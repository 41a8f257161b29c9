/**
 * Which customer an event belongs to, and the key her personal values are sealed under: the one question that every event asks. A
 * bounded cache answers most; the rest of a batch goes to Postgres together. Keys destroyed by an erasure leave the
 * cache by the vault's epoch: whoever appends what was sealed here must check it.
 */
import type { KeyObject } from 'node:crypto';
import { BoundedMap } from '#platform/bounded';
import type { CustomerId } from '#platform/ids';
import type { Db, Tx } from '#platform/postgres';
import type { Vault } from '#platform/vault';
import { personsAround } from './cards/store.ts';
import { digestOf, type Identifier } from './identifier.ts';
import { personsOf } from './identity/store.ts';
import { type KnownAs, knownAs } from './known-as.ts';
import { assignCustomers, takeMoved } from './store.ts';
import { together } from './together.ts';

export type Subject = { customerId: CustomerId; key: KeyObject };

export type CustomerDirectory = {
  /** Sees to it that `subjectsOf` will answer from memory. What several calls lack at the same time is fetched together. */
  prepare(names: readonly Identifier[]): Promise<void>;
  /** A subject for each name, in order, made where new. All keys belong to `epoch`. */
  subjectsOf(names: readonly Identifier[]): Promise<{ subjects: Subject[]; epoch: number }>;
  /** The keyed digest that an address or a number is known by. */
  digestOf(identifier: Identifier): string;
  /** What the persons behind these profiles are called in one kind of name: what a platform knows them by. */
  knownAs(on: Db | Tx, customers: readonly CustomerId[], kind: string): Promise<Map<CustomerId, KnownAs>>;
  /** Whom each profile counts as. */
  personsOf(on: Db | Tx, profiles: readonly CustomerId[]): Promise<Map<CustomerId, CustomerId>>;
  /** The profiles of each person: herself, and those that count as her; none for whoever is not a person of her own. */
  membersOf(on: Db | Tx, persons: readonly CustomerId[]): Promise<Map<CustomerId, readonly CustomerId[]>>;
  /**
   * Persons who have other profiles than before, each told once: to the one reader who keeps something for each person, in his transaction.
   */
  takeMoved(tx: Tx, most: number): Promise<CustomerId[]>;
  /** Forgets everything: after `appendSealed` said the epoch is over. */
  forget(): void;
};

const MOST_CACHED = 100_000;

export function createCustomerDirectory(db: Db, vault: Vault, pepper: Buffer): CustomerDirectory {
  const subjects = new BoundedMap<string, Subject>(MOST_CACHED);
  let epoch = 0;

  const forget = (): void => {
    subjects.clear();
    epoch = 0;
  };

  const fetch = async (asked: ReadonlyMap<string, Identifier>): Promise<void> => {
    const wanted = [...asked].map(([name, identifier]) => ({
      name,
      kind: identifier.kind,
      digest: digestOf(pepper, identifier),
    }));
    const { owners, made } = await assigned(db, wanted);
    const { keys, epoch: present } = await vault.keysFor([...new Set(owners.values())], { fresh: made });
    if (present !== epoch) forget();
    epoch = present;
    for (const { name, digest } of wanted) {
      const customerId = owners.get(digest) as CustomerId;
      subjects.set(name, { customerId, key: keys.get(customerId) as KeyObject });
    }
  };

  const fetchTogether = together(fetch);

  const prepare = async (names: readonly Identifier[]): Promise<void> => {
    const missing = new Map<string, Identifier>();
    for (const name of names) if (!subjects.has(keyOf(name))) missing.set(keyOf(name), name);
    if (missing.size > 0) await fetchTogether(missing);
  };

  return {
    forget,
    digestOf: (identifier) => digestOf(pepper, identifier),
    knownAs: (on, customers, kind) => knownAs(on, vault, customers, kind),
    personsOf,
    membersOf: async (on, persons) => {
      const { members } = await personsAround(on, persons);
      return new Map(persons.flatMap((id) => (members.has(id) ? [[id, members.get(id) ?? []]] : [])));
    },
    takeMoved,
    prepare,
    async subjectsOf(names) {
      for (let attempt = 0; attempt < 4; attempt++) {
        await prepare(names);
        const found = names.map((name) => subjects.get(keyOf(name)));
        // A new epoch, or a cache smaller than the batch, may have dropped some: ask again.
        if (found.every((subject) => subject !== undefined)) return { subjects: found as Subject[], epoch };
      }
      throw new Error('The cache of customers is smaller than one batch.');
    },
  };
}

const DEADLOCK = '40P01';
const ATTEMPTS = 5;

/**
 * The engine writes many names in one transaction, in the order it hears of them: where the two wait for each other, one is sent away. This
 * one is a statement of its own that wrote nothing then, so it simply begins again.
 */
async function assigned(
  db: Db,
  wanted: Parameters<typeof assignCustomers>[1],
): ReturnType<typeof assignCustomers> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await assignCustomers(db, wanted);
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || attempt === ATTEMPTS) throw error;
    }
  }
}

const keyOf = (identifier: Identifier): string => `${identifier.kind} ${identifier.value}`;
