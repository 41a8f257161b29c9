/**
 * What people decide about who is whom stands in the log like everything else, and takes effect where it stands: an act writes the event,
 * and the reader of the log obeys it in its turn.
 */
import { FACT_EVENTS } from '#events/facts';
import type { CustomerId, Position } from '#platform/ids';
import type { LoggedEvent } from '#platform/log';
import type { Tx } from '#platform/postgres';
import type { IdentityRules } from './rules.ts';
import * as store from './store.ts';

export const COMMANDS = {
  merge: 'Customers Merged',
  undo: 'Customer Merge Undone',
  apart: 'Customers Kept Apart',
  rules: 'Identity Rules Changed',
} as const;

/** What others decided or said of her: it does not make her active. */
export const NOT_HER_DOING: readonly string[] = [...Object.values(COMMANDS), ...Object.values(FACT_EVENTS)];

const NAMES: ReadonlySet<string> = new Set(Object.values(COMMANDS));

/** Only ours: a shop may call an event of its own like that. */
export const isCommand = (event: LoggedEvent): boolean => event.origin === 'system' && NAMES.has(event.event);

export type MergeCommand = { one: number; other: number; actor: string };
/** A merge is named by what stays the same when the log is read again. */
export type UndoCommand = { one: number; other: number; position: number; actor: string };
export type ApartCommand = { one: number; other: number; actor: string };
export type RulesCommand = { rules: IdentityRules; actor: string };

export async function obey(tx: Tx, event: LoggedEvent): Promise<void> {
  if (event.event === COMMANDS.merge) await merge(tx, event, event.properties as MergeCommand);
  else if (event.event === COMMANDS.undo) await undo(tx, event, event.properties as UndoCommand);
  else if (event.event === COMMANDS.apart) await keepApart(tx, event.properties as ApartCommand);
  else await store.saveRules(tx, event.position, (event.properties as unknown as RulesCommand).rules);
}

/** Whatever kept them apart is lifted: a person knows better. */
async function merge(tx: Tx, event: LoggedEvent, { one, other, actor }: MergeCommand): Promise<void> {
  const [first, second] = [one as CustomerId, other as CustomerId];
  const world = await store.readWorld(tx, [first, second], []);
  const [a, b] = [world.personOf(first), world.personOf(second)];
  if (a === b) return;
  await store.liftApart(tx, world.apartBetween(a, b));
  world.join(a, b);
  const link = {
    one: first,
    other: second,
    evidence: null,
    actor,
    position: event.position,
    at: event.timestamp,
  };
  await store.saveLinks(tx, [link], world);
}

async function undo(tx: Tx, event: LoggedEvent, asked: UndoCommand): Promise<void> {
  const row = await store.mergeAt(tx, asked);
  if (!row) return;
  await store.markUndone(tx, row.merge_id, event.timestamp, asked.actor);
  await store.saveApart(tx, row.one_id, row.other_id);
  const members = await store.membersOf(tx, row.one_id);
  const left = (await store.mergesOf(tx, members)).filter((other) => other.undone_at === null);
  await store.savePersons(
    tx,
    groups(members, left).flatMap((group) => {
      const person = Math.min(...group) as CustomerId;
      return group.map((profile) => ({ profile, person }));
    }),
  );
}

/** Two that are one by now stay one: who said so saw them as two. */
async function keepApart(tx: Tx, { one, other }: ApartCommand): Promise<void> {
  const [first, second] = [one as CustomerId, other as CustomerId];
  const world = await store.readWorld(tx, [first, second], []);
  if (world.personOf(first) !== world.personOf(second)) await store.saveApart(tx, first, second);
}

/** Profiles that links hold together. */
export function groups(
  profiles: readonly CustomerId[],
  links: readonly { one_id: CustomerId; other_id: CustomerId }[],
): CustomerId[][] {
  const groupOf = new Map(profiles.map((profile) => [profile, [profile]]));
  for (const { one_id, other_id } of links) {
    const [one, other] = [groupOf.get(one_id), groupOf.get(other_id)];
    if (!one || !other || one === other) continue;
    one.push(...other);
    for (const profile of other) groupOf.set(profile, one);
  }
  return [...new Set(groupOf.values())];
}

/** Where a command was written; whoever waits for it to take effect waits for this position. */
export type Commanded = { position: Position };
