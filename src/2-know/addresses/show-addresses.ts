/** Addresses of a person: what was said of them, and where her orders went. */
import type { KeyObject } from 'node:crypto';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import { type Principal, seesAddresses } from '#platform/http';
import { type CustomerId, customerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Db } from '#platform/postgres';
import { keyedDigest } from '#platform/vault';
import { type Book, type Entry, mainOf, merged, present } from './book.ts';
import type { AddressesOf, AddressItem, Place } from './contract.ts';
import { keyOf, placeIn } from './place.ts';
import { booksOf } from './store.ts';

export type ShowParts = Pick<Platform, 'db' | 'vault'> & {
  pepper: Buffer;
  /** Where her orders went, latest first. Injected, because the orders keep it. */
  shippedTo(
    parts: Pick<Platform, 'vault'> & { db: Db },
    profiles: readonly CustomerId[],
    visible: readonly string[] | null,
  ): Promise<{ placedAt: Date; to: JsonObject }[]>;
};

const MOST_SHOWN = 50;

/** Throws `not_found`, also for customers the caller may not see. */
export async function addressesOfCustomer(
  parts: ShowParts,
  id: CustomerId,
  principal: Principal,
): Promise<AddressesOf> {
  const { known } = await knownAddresses(parts, id, principal);
  const whole = seesAddresses(principal);
  return {
    items: known.slice(0, MOST_SHOWN).map((one) => (whole ? one.item : masked(one.item))),
    next: null,
  };
}

const masked = (item: AddressItem): AddressItem => ({ ...item, label: null, place: null });

export type Known = { key: string; place: Place; item: AddressItem };

/** The one to take first, then those used last. Throws `not_found`. */
export async function knownAddresses(
  parts: ShowParts,
  id: CustomerId,
  principal: Principal,
): Promise<{ known: Known[]; profiles: CustomerId[]; keys: ReadonlyMap<number, KeyObject> }> {
  const profiles = await profilesFor(parts.db, id, principal);
  if (profiles.length === 0) throw new Problem('not_found');
  const keys = await parts.vault.existingKeys(profiles);
  const visible = principal.kind === 'anonymous' ? [] : principal.channels;
  const [books, sent] = await Promise.all([
    booksOf(parts.db, keys, profiles),
    parts.shippedTo(parts, profiles, visible),
  ]);
  const book = [...books.values()].reduce<Book>(merged, {});
  // The oldest profile names the person, also after a merge.
  const salt = `address\0${Math.min(...profiles)}\0`;
  const idOf = (key: string): string =>
    keyedDigest(parts.pepper, `${salt}${key}`).toString('hex').slice(0, 24);
  return { known: addressesIn(book, sent, idOf), profiles, keys };
}

type Sent = { placedAt: Date; to: JsonObject };

/** Pure. */
export function addressesIn(book: Book, sent: readonly Sent[], idOf: (key: string) => string): Known[] {
  const there = new Map<string, Entry & { place: Place }>(present(book));
  const used = usedIn(sent);
  const main = mainOf([...there]);
  const known = [...new Set([...there.keys(), ...used.keys()])].map((key): Known => {
    const [entry, use] = [there.get(key), used.get(key)];
    const place = entry?.place ?? (use as Use).place;
    const said = entry ? [entry.first, entry.there.at] : [];
    const instants = [...said, ...(use ? [use.first, use.last] : [])];
    return {
      key,
      place,
      item: {
        id: idOf(key),
        label: entry?.label?.value || null,
        place,
        country: place.country,
        default: key === main,
        sources: [
          ...(use ? (['order'] as const) : []),
          ...(entry?.by.some((by) => by !== 'staff') ? (['said'] as const) : []),
          ...(entry?.by.includes('staff') ? (['staff'] as const) : []),
        ],
        orders: use?.orders ?? 0,
        first_at: new Date(Math.min(...instants)).toISOString(),
        last_at: new Date(Math.max(...instants)).toISOString(),
      },
    };
  });
  return known.sort(
    ({ item: one }, { item: other }) =>
      Number(other.default) - Number(one.default) || (one.last_at < other.last_at ? 1 : -1),
  );
}

type Use = { place: Place; orders: number; first: number; last: number };

/** Latest first: what stands last is how she writes it now. */
function usedIn(sent: readonly Sent[]): Map<string, Use> {
  const used = new Map<string, Use>();
  for (const { placedAt, to } of sent) {
    const place = placeIn(to);
    if (!place) continue;
    const [key, at] = [keyOf(place), placedAt.getTime()];
    const before = used.get(key);
    if (!before) used.set(key, { place, orders: 1, first: at, last: at });
    else {
      before.orders++;
      before.first = Math.min(before.first, at);
    }
  }
  return used;
}

/** For her file: of this profile what was said; her orders stand in their own section. */
export async function exportAddresses(
  { vault }: Pick<ShowParts, 'vault'>,
  db: Db,
  customer: CustomerId,
  principal: Principal,
): Promise<object[]> {
  if (!seesAddresses(principal)) return [];
  const keys = await vault.existingKeys([customer]);
  const books = await booksOf(db, keys, [customerId(customer)]);
  return addressesIn(books.get(customer) ?? {}, [], (key) => key).map(({ item: { id: _, ...item } }) => item);
}
