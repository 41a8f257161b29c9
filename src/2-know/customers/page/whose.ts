import type { Principal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Db, Tx } from '#platform/postgres';
import { channelsOfPersons, personsAround } from '../cards/store.ts';
import { personsOf } from '../identity/store.ts';

/**
 * All profiles of the person that this profile belongs to, for modules above that show something of hers; none where the caller may not see
 * her: staff who are limited to channels see who bought there.
 */
export async function profilesFor(db: Db, id: CustomerId, principal: Principal): Promise<CustomerId[]> {
  if ((await personsFor(db, [id], principal)).size === 0) return [];
  const { members } = await personsAround(db, [id]);
  return [...members.values()].flat();
}

/** The person that each of these profiles belongs to; those the caller may not see, or that are nobody, have no entry. */
export async function personsFor(
  db: Db | Tx,
  ids: readonly CustomerId[],
  principal: Principal,
): Promise<Map<CustomerId, CustomerId>> {
  const visible = principal.kind === 'anonymous' ? [] : principal.channels;
  const persons = await personsOf(db, ids);
  if (visible === null) return persons;
  const channels = await channelsOfPersons(db, [...persons.values()]);
  return new Map(
    [...persons].filter(([, person]) => channels.get(person)?.some((id) => visible.includes(String(id)))),
  );
}
