/** Staff call an address something, or choose it as the one to take. */
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { firstHeld, seal } from '#platform/vault';
import { type Book, type Entry, merged, RANK } from './book.ts';
import type { AddressChanges, AddressesOf } from './contract.ts';
import { addressesOfCustomer, knownAddresses, type ShowParts } from './show-addresses.ts';
import { lockBooks, saveBooks } from './store.ts';

export type NameParts = ShowParts & Pick<Platform, 'clock' | 'audit'>;
type Caller = Exclude<Principal, { kind: 'anonymous' }>;

/** Throws `not_found`, `customer_erased`. */
export async function nameAddress(
  parts: NameParts,
  caller: Caller,
  { id, address }: { id: CustomerId; address: string },
  changes: AddressChanges,
): Promise<AddressesOf> {
  const { known, profiles, keys } = await knownAddresses(parts, id, caller);
  const chosen = known.find(({ item }) => item.id === address);
  if (!chosen) throw new Problem('not_found');
  const held = firstHeld(keys, [id, ...profiles]);
  if (!held) throw new Problem('customer_erased');
  const { subject: profile, key } = held;
  await parts.db.transaction().execute(async (tx) => {
    const at = parts.clock.now();
    const books = await lockBooks(tx, keys, profiles);
    const all = [...books.values()].reduce<Book>(merged, {});
    const said = saidByStaff(all, chosen, changes, at.getTime());
    const own = merged(books.get(profile) ?? {}, said);
    await saveBooks(tx, [{ profile, at, sealed: seal(key, JSON.stringify(own)) }]);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.address',
      object: `customer:${profile}`,
      detail: {
        labelled: changes.label !== undefined,
        ...(changes.default !== undefined && { default: changes.default }),
      },
    });
  });
  return await addressesOfCustomer(parts, id, caller);
}

function saidByStaff(
  all: Book,
  { key, place, item }: Awaited<ReturnType<typeof knownAddresses>>['known'][number],
  changes: AddressChanges,
  at: number,
): Book {
  // Of two in the same moment the second counts.
  const position = 1 + Math.max(0, ...Object.values(all).flatMap(staffPositions));
  const said = { at, position, rank: RANK.staff };
  const before = all[key];
  return {
    [key]: {
      place,
      id: null,
      first: before?.first ?? Date.parse(item.first_at),
      // That it is there is not what staff say: who takes it away afterwards is believed.
      there: before?.there ?? { at: Date.parse(item.first_at), position: 0, rank: RANK.staff, value: true },
      label: changes.label === undefined ? null : { ...said, value: changes.label },
      main: changes.default === undefined ? null : { ...said, value: changes.default },
      by: ['staff'],
    },
  };
}

const staffPositions = ({ label, main }: Entry): number[] =>
  [label, main].flatMap((said) => (said && said.rank === RANK.staff ? said.position : []));
