/** Who enters and who leaves: what changed between one decision and the next. */

import { hash } from 'node:crypto';
import { SEGMENT_EVENTS, type SegmentChanged } from '#events/segments';
import { type CustomerId, HOUSE, position } from '#platform/ids';
import type { NewEvent } from '#platform/log';
import type { Tx } from '#platform/postgres';
import type { Step } from './follow-person.ts';
import type { LiveParts } from './live-parts.ts';
import type { Running } from './program-of.ts';
import type { Cause, Turn } from './store.ts';

/** With the position of the event that did it. */
export type LiveTurn = Turn & { by: number | null };

/** Pure. `before`: where she stood, by slot. What a slot that is still filled comes to is its filling, and nobody's doing. */
export function turnsOf(
  { slots }: Pick<Running, 'slots'>,
  person: CustomerId,
  before: readonly boolean[],
  steps: readonly Step[],
  isMoved: boolean,
): LiveTurn[] {
  const turns: LiveTurn[] = [];
  const present = [...before];
  for (const { at, cause, answers } of steps)
    for (const [slot, { filled }] of slots) {
      const entered = answers[slot] === true;
      if (entered === (present[slot] ?? false)) continue;
      present[slot] = entered;
      const why: Cause = !filled ? 'filling' : cause ? 'event' : isMoved ? 'merge' : 'time';
      turns.push({ slot, person, at, entered, cause: why, by: cause && cause.position });
    }
  return turns;
}

/** Tells the log of those that are shown and were filled before. */
export async function tellTurns(
  { log, clock }: Pick<LiveParts, 'log' | 'clock'>,
  tx: Tx,
  { slots }: Pick<Running, 'slots'>,
  turns: readonly LiveTurn[],
): Promise<void> {
  const receivedAt = clock.now();
  const events = turns.flatMap((turn): NewEvent[] => {
    const slot = slots.get(turn.slot);
    if (!slot?.filled || !slot.shown || turn.cause === 'filling') return [];
    const properties: SegmentChanged = {
      segment_id: slot.segment_id,
      segment: slot.name,
      revision: slot.revision,
      cause: turn.cause as SegmentChanged['cause'],
    };
    const event = turn.entered ? SEGMENT_EVENTS.entered : SEGMENT_EVENTS.exited;
    const messageId = `segment:${turn.slot}:${turn.person}:${turn.at}:${turn.entered ? 'in' : 'out'}:${turn.by ?? 0}`;
    return [
      {
        sourceId: HOUSE,
        messageId,
        type: 'track',
        event,
        customerId: turn.person,
        origin: 'system',
        timestamp: new Date(turn.at),
        receivedAt,
        properties: JSON.stringify(properties),
        context: '{}',
        personal: null,
        fingerprint: hash('sha256', messageId, 'hex').slice(0, 16),
        flags: 0,
        causedBy: turn.by === null ? null : position(turn.by),
        depth: 0,
        schemaVersion: 1,
      },
    ];
  });
  for (let from = 0; from < events.length; from += AT_ONCE)
    await log.append(tx, events.slice(from, from + AT_ONCE));
}

const AT_ONCE = 1000;
