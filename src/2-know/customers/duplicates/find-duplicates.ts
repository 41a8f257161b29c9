/**
 * Compares who changed with whoever may be the same: those found by the parts of names on their cards, and those who were called the same. Each is
 * compared with a handful, never all with all; of values nothing is kept.
 */
import type { CustomerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Tx } from '#platform/postgres';
import { open, type Vault } from '#platform/vault';
import { addressOf, type CardFace } from '../cards/card-of.ts';
import { gramsAsked } from '../cards/grams.ts';
import { personsAround, sealedFaces } from '../cards/store.ts';
import { traitsOf } from '../traits/traits-of.ts';
import { type Look, lastDigits, likenessOf, lookOf, type Shared } from './likeness.ts';
import * as store from './store.ts';

export type FindDuplicateParts = Pick<Platform, 'db' | 'vault' | 'clock'> & { pepper: Buffer };

const AT_ONCE = 200;
/** Where so many look alike, it is a doormat's address or a placeholder. */
const MOST_ALIKE = 12;

/** How many marks were worked off; 0: nothing was left. */
export async function findDuplicates(parts: FindDuplicateParts): Promise<number> {
  return await parts.db.transaction().execute(async (tx) => {
    const marks = await store.takeUncompared(tx, AT_ONCE);
    if (marks.length === 0) return 0;
    const { persons, members } = await personsAround(tx, [...new Set(marks)]);
    const looks = await looksOf({ ...parts, db: tx }, members);
    const known = persons.filter((person) => looks.has(person));
    const candidates = await candidatesOf(tx, parts.pepper, looks, members, known);
    const around = await personsAround(
      tx,
      [...candidates.values()].flatMap(({ one, other }) => [one, other]),
    );
    const all = new Map([...looks, ...(await looksOf({ ...parts, db: tx }, around.members))]);
    const apart = await store.apartAmong(
      tx,
      [...around.members].flatMap(([person, profiles]) => profiles.map((profile) => ({ person, profile }))),
    );
    const found = [...candidates.values()].flatMap(({ one, other, shared }): store.Found[] => {
      const [a, b] = [all.get(one), all.get(other)];
      const likeness = a && b && !apart.has(`${one} ${other}`) ? likenessOf(a, b, shared) : null;
      return likeness ? [{ one, other, ...likeness }] : [];
    });
    await store.saveDuplicates(tx, [...new Set([...marks, ...persons])], found, parts.clock.now());
    return marks.length;
  });
}

type Candidate = { one: CustomerId; other: CustomerId; shared: Shared };

async function candidatesOf(
  tx: Tx,
  pepper: Buffer,
  looks: ReadonlyMap<CustomerId, Look>,
  members: ReadonlyMap<CustomerId, readonly CustomerId[]>,
  known: readonly CustomerId[],
): Promise<Map<string, Candidate>> {
  const asked = known.flatMap((person) => askedOf(person, looks.get(person) as Look, pepper));
  const profiles = known.flatMap((person) => members.get(person) ?? []);
  const alike = await store.likeThese(tx, asked, MOST_ALIKE);
  const sighted = await store.sightedWith(tx, known, profiles, MOST_ALIKE);
  const candidates = new Map<string, Candidate>();
  const between = (a: CustomerId, b: CustomerId): Shared => {
    const [one, other] = a < b ? [a, b] : [b, a];
    const pair = candidates.get(`${one} ${other}`) ?? {
      one,
      other,
      shared: { maskedPhone: false, seenWith: false },
    };
    candidates.set(`${one} ${other}`, pair);
    return pair.shared;
  };
  for (const { one, other } of alike) between(one, other);
  for (const { one, other, how } of sighted)
    between(one, other)[how === 'masked_phone' ? 'maskedPhone' : 'seenWith'] = true;
  return candidates;
}

/** Name and last digits; name and street. */
function askedOf(person: CustomerId, { name, phones, address }: Look, pepper: Buffer): store.Asked[] {
  if (name === null) return [];
  const named = gramsAsked(name, pepper);
  const digits = new Set(phones.flatMap((phone) => lastDigits(phone) ?? []));
  const more = [...digits, ...(address === null ? [] : [address])];
  return named.length === 0
    ? []
    : more.map((text) => ({ person, grams: [...new Set([...named, ...gramsAsked(text, pepper)])] }));
}

/** Of persons who have a card. */
async function looksOf(
  parts: { db: Tx; vault: Vault },
  members: ReadonlyMap<CustomerId, readonly CustomerId[]>,
): Promise<Map<CustomerId, Look>> {
  const persons = [...members.keys()];
  const faces = await sealedFaces(parts.db, persons);
  const keys = await parts.vault.existingKeys(persons);
  const traits = await traitsOf(parts, members);
  return new Map(
    faces.flatMap(({ person, sealed }): [CustomerId, Look][] => {
      const key = keys.get(person);
      const plain = key ? open(key, sealed) : null;
      if (!plain) return [];
      const face = JSON.parse(plain.toString()) as CardFace;
      return [[person, lookOf(face, addressOf(traits.get(person) ?? ({} as JsonObject)))]];
    }),
  );
}
