/** Segments of one customer: in which she is or was, as known then and as known now, and why. */
import { compileProgram, explain, understood } from '#decide/definitions';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { type CustomerId, position } from '#platform/ids';
import type * as contract from './contract.ts';
import { type PastEvent, readHistories } from './live/read-histories.ts';
import type { SegmentParts } from './segment-parts.ts';
import { segment } from './show-segment.ts';
import * as store from './store.ts';

/** Throws `not_found` for whoever the caller may not see. */
export async function segmentsOfCustomer(
  parts: SegmentParts,
  id: CustomerId,
  given: string | undefined,
  principal: Principal,
): Promise<contract.SegmentsOfCustomer> {
  const at = given === undefined ? parts.clock.now() : new Date(given);
  const hers = await herProfiles(parts, id, principal);
  const then = await store.segmentsAt(parts.db, hers, at);
  const current = (await store.currentSegments(parts.db)).filter(({ slot }) => slot !== null);
  // Of the present instant, what is held is what is known.
  const now = given === undefined ? null : await knownNow(parts, hers, current, at.getTime());
  return {
    at: at.toISOString(),
    items: current.map(({ segment_id, name }, index) => ({
      id: segment_id,
      name,
      in: then.has(segment_id),
      since: then.get(segment_id)?.toISOString() ?? null,
      in_as_known_now: now ? now[index] === true : then.has(segment_id),
    })),
  };
}

async function knownNow(
  parts: SegmentParts,
  hers: readonly CustomerId[],
  segments: readonly store.SegmentRow[],
  at: number,
): Promise<boolean[]> {
  const events = await historyOf(parts, hers);
  const trees = await Promise.all(segments.map((one) => treeOf(parts, one)));
  const happened = events.filter((event) => event.at <= at);
  return compileProgram(trees, parts.settings.SHOP_ZONE).fromHistory(happened, at).answers;
}

/** Throws `not_found`. */
export async function whyInSegment(
  parts: SegmentParts,
  id: CustomerId,
  segmentId: number,
  principal: Principal,
): Promise<contract.Why> {
  const hers = await herProfiles(parts, id, principal);
  const row = await segment(parts, segmentId);
  const { tree, asking } = await understood(parts, row.definition, segmentId);
  const [events, person] = [await historyOf(parts, hers), Math.min(...hers) as CustomerId];
  const spells = await store.spellsIn(parts.db, segmentId, person);
  const now = parts.clock.now().getTime();
  const zone = parts.settings.SHOP_ZONE;
  const { answers, nextDue } = compileProgram([tree], zone).fromHistory(events, now);
  const open = spells.find(({ left_at }) => left_at === null);
  return {
    in: answers[0] === true,
    since: open?.entered_at.toISOString() ?? null,
    until: nextDue === null ? null : new Date(nextDue).toISOString(),
    because: reasonOf(explain(parts.language, row.definition, asking, { events, now, zone })),
    history: spells.map(({ entered_at, left_at, cause }) => ({
      entered_at: entered_at.toISOString(),
      left_at: left_at?.toISOString() ?? null,
      cause,
    })),
  };
}

function reasonOf(explained: ReturnType<typeof explain>): contract.Reason {
  if ('joined' in explained) return { ...explained, parts: explained.parts.map(reasonOf) };
  const { events, ...more } = explained;
  return {
    ...more,
    events: events.map((event) => ({
      position: event.position,
      event: event.event || event.type,
      at: new Date(event.at).toISOString(),
    })),
  };
}

async function herProfiles(
  { db }: SegmentParts,
  id: CustomerId,
  principal: Principal,
): Promise<CustomerId[]> {
  const hers = await profilesFor(db, id, principal);
  if (hers.length === 0) throw new Problem('not_found');
  return hers;
}

async function historyOf(parts: SegmentParts, hers: readonly CustomerId[]): Promise<readonly PastEvent[]> {
  const person = Math.min(...hers) as CustomerId;
  const histories = await readHistories(parts, parts.db, new Map([[person, hers]]), {
    upTo: position(Number.MAX_SAFE_INTEGER),
    program: { reads: null },
  });
  return histories.get(person) ?? [];
}

async function treeOf(parts: SegmentParts, { definition, segment_id }: store.SegmentRow) {
  return (await understood(parts, definition, segment_id)).tree;
}
