/**
 * One line of a file for `segments replay`: a definition, what happened to somebody in the words of Segment's API with the time of its arrival, and
 * instants. Reads it as collection would: the same message is taken once in 30 days, what claims to lie more than five minutes ahead
 * happened when it came.
 */

import { z } from 'zod';
import { Problem } from '#platform/errors';
import type { JsonObject } from '#platform/log';
import { factsIn } from '../facts.ts';
import { type Change, type History, inOrder, type PastEvent } from '../history.ts';

const AHEAD_MS = 300_000;
const KNOWN_MS = 30 * 86_400_000;

const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).getTime())
  .or(z.number().int().min(-8e15).max(8e15));
const object = z.record(z.string(), z.json());
const name = z.union([z.string(), z.number()]).transform(String);

export const replayEvent = z.looseObject({
  type: z
    .enum(['track', 'identify', 'page', 'screen', 'group', 'alias', 'merge', 'undo', 'erase'])
    .default('track'),
  event: z.string().optional(),
  name: z.string().optional(),
  messageId: name.optional(),
  timestamp: instant.optional(),
  received_at: instant.optional(),
  receivedAt: instant.optional(),
  properties: object.default({}),
  context: object.default({}),
  traits: object.default({}),
  /** Written by the house itself: orders, consent, tags, attributes. */
  house: z.boolean().default(false),
  /** The profile it belongs to, where a line tells of several (with merge and undo); hers unless said. */
  customer: name.optional(),
});
type Given = z.output<typeof replayEvent>;

export const replayLine = z.strictObject({
  definition: z.unknown(),
  events: z.array(replayEvent).max(100_000),
  at: z.array(instant).max(10_000),
  /** The shop's; UTC unless said. */
  zone: z.string().default('UTC'),
});
export type ReplayLine = z.output<typeof replayLine>;

const HERS = '';

/** `first`: profiles are numbered from here. */
export function readHistory(given: readonly Given[], first = 1): History {
  const numbers = new Map([[HERS, first]]);
  const numberOf = (customer: string | undefined): number => {
    const known = numbers.get(customer ?? HERS);
    if (known !== undefined) return known;
    numbers.set(customer ?? HERS, first + numbers.size);
    return first + numbers.size - 1;
  };
  const arrived = inOrder(
    given.map((one, index) => ({ one, position: index, receivedAt: arrivalOf(one, index) })),
  ).map((arrival, index) => ({ ...arrival, position: index + 1 }));
  const events: PastEvent[] = [];
  const changes: Change[] = [];
  const seen = new Map<string, number>();
  for (const { one, position, receivedAt } of arrived) {
    const { type, messageId } = one;
    const customer = numberOf(one.customer);
    if (type === 'merge' || type === 'undo' || type === 'erase') {
      changes.push({ change: type, customer, position, receivedAt });
      continue;
    }
    if (messageId !== undefined) {
      const before = seen.get(messageId);
      if (before !== undefined && receivedAt - before < KNOWN_MS) continue;
      seen.set(messageId, receivedAt);
    }
    events.push({ ...eventOf(one, type, receivedAt), position, customer });
  }
  return { subject: first, events, changes };
}

function arrivalOf({ received_at, receivedAt, timestamp }: Given, index: number): number {
  const at = received_at ?? receivedAt ?? timestamp;
  if (at === undefined)
    throw new Problem('definition_invalid', {
      fields: [{ field: `events.${index}.received_at`, code: 'field_invalid' }],
    });
  return at;
}

function eventOf(
  { event = '', name: title = '', timestamp, properties, context, traits, house }: Given,
  type: PastEvent['type'],
  receivedAt: number,
): Omit<PastEvent, 'position' | 'customer'> {
  const claimed = timestamp ?? receivedAt;
  const called = type === 'page' || type === 'screen' ? title : type === 'track' ? event : '';
  const told = { type, event: called, house, properties: properties as JsonObject };
  return {
    ...told,
    receivedAt,
    at: claimed > receivedAt + AHEAD_MS ? receivedAt : claimed,
    context: context as JsonObject,
    // A line has everything open; in the log traits and values of attributes are sealed.
    facts: factsIn({ ...told, personal: { traits: traits as JsonObject, properties: told.properties } }),
  };
}
