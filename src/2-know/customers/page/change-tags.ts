/** Tags come to people and go from them: the change and its events are written in one transaction. What is so already is no event. */
import { randomUUID } from 'node:crypto';
import { FACT_EVENTS, type TagChanged } from '#events/facts';
import { Problem } from '#platform/errors';
import { type CustomerId, HOUSE } from '#platform/ids';
import type { NewEvent } from '#platform/log';
import type { Tx } from '#platform/postgres';
import { mark, tagsSaid } from '../cards/store.ts';
import { standingTags } from '../standing-tags.ts';
import type { Caller, MergeParts } from './merge-by-hand.ts';
import { lockLiving, saveTags, type TagWord } from './store.ts';

export type Tags = { add: readonly string[]; remove: readonly string[] };

/** `members`: all profiles of each, by the one to which tags come. Returns the events, to be appended at the end of the transaction. */
export async function changeTags(
  { clock }: Pick<MergeParts, 'clock'>,
  tx: Tx,
  caller: Caller,
  members: ReadonlyMap<CustomerId, readonly CustomerId[]>,
  tags: Tags,
): Promise<NewEvent[]> {
  const everybody = [...members.values()].flat();
  const living = await lockLiving(tx, everybody);
  if ([...members.values()].some((profiles) => !profiles.some((id) => living.has(id))))
    throw new Problem('customer_erased');
  // After the lock: whoever comes after us says so later.
  const at = clock.now();
  const known = Map.groupBy(await tagsSaid(tx, everybody), ({ profile }) => profile);
  const words = [...members].flatMap(([id, profiles]) => {
    const said = profiles.flatMap((profile) => known.get(profile) ?? []);
    const has = new Set(standingTags(said));
    return [
      // From each of her profiles: should they be found to be two people, neither has it.
      ...said
        .filter(({ tag, isThere }) => isThere && tags.remove.includes(tag) && !tags.add.includes(tag))
        .map(({ profile, tag }): TagWord => ({ profile, tag, isThere: false })),
      ...[...new Set(tags.add)]
        .filter((tag) => !has.has(tag))
        .map((tag): TagWord => ({ profile: id, tag, isThere: true })),
    ];
  });
  await saveTags(tx, words, { at, by: `${caller.kind}:${caller.id}` });
  await mark(tx, [...members.keys()]);
  return words.map((word) => eventOf(word, at));
}

function eventOf({ profile, tag, isThere }: TagWord, at: Date): NewEvent {
  const properties: TagChanged = { tag };
  return {
    sourceId: HOUSE,
    messageId: `tag:${randomUUID()}`,
    type: 'track',
    event: isThere ? FACT_EVENTS.tagAdded : FACT_EVENTS.tagRemoved,
    customerId: profile,
    origin: 'live',
    timestamp: at,
    receivedAt: at,
    properties: JSON.stringify(properties),
    context: '{}',
    personal: null,
    fingerprint: '0'.repeat(16),
    flags: 0,
    causedBy: null,
    depth: 0,
    schemaVersion: 1,
  };
}
