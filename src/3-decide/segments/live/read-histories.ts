/** Everything that the log knows of some persons, as definitions look at it. */
import { type Program, pastEvent } from '#decide/definitions';
import { type CustomerId, HOUSE, type Position } from '#platform/ids';
import type { LoggedEvent } from '#platform/log';
import type { Db, Tx } from '#platform/postgres';
import { openPersonal } from '#platform/vault';
import type { LiveParts } from './live-parts.ts';

export type PastEvent = ReturnType<typeof pastEvent>;

/** In the order of the log; by person. `upTo`: where the log is read to. */
export async function readHistories(
  { log, vault }: Pick<LiveParts, 'log' | 'vault'>,
  on: Db | Tx,
  members: ReadonlyMap<CustomerId, readonly CustomerId[]>,
  { upTo, program }: { upTo: Position; program: Pick<Program, 'reads'> },
): Promise<Map<CustomerId, PastEvent[]>> {
  const personOf = new Map(
    [...members].flatMap(([person, profiles]) => profiles.map((profile) => [profile, person] as const)),
  );
  const events = await log.allOf(on, [...personOf.keys()], upTo, program.reads);
  const histories = new Map<CustomerId, PastEvent[]>([...members.keys()].map((person) => [person, []]));
  for (const event of await seen({ vault }, events))
    histories.get(personOf.get(event.customer as CustomerId) as CustomerId)?.push(event);
  return histories;
}

/** Events of the log as definitions look at them: what is sealed in those that say something of somebody is opened. */
export async function seen(
  { vault }: Pick<LiveParts, 'vault'>,
  events: readonly LoggedEvent[],
): Promise<PastEvent[]> {
  const saying = events.filter(isSaying);
  const keys = await vault.existingKeys([...new Set(saying.map(({ customerId }) => customerId))]);
  return events.map((event) =>
    pastEvent(event, isSaying(event) ? openPersonal(keys.get(event.customerId), event.personal) : null),
  );
}

/** Traits of an identify call, and what the house itself was told of her. */
const isSaying = ({ personal, type, sourceId }: LoggedEvent): boolean =>
  personal !== null && (type === 'identify' || sourceId === HOUSE);
