/**
 * Collection itself: what a request carried becomes verdicts. Valid events go through group commit into the log and are acknowledged
 * only when that is durable; the others are kept aside with their reason, and are durable too before anybody is answered.
 */
import type { CustomerDirectory } from '#know/customers';
import type { SourceGrant } from '#know/sources';
import type { Clock } from '#platform/clock';
import { type ErrorCode, Problem } from '#platform/errors';
import type { EventLog, NewEvent, Origin, Verdict } from '#platform/log';
import type { Db } from '#platform/postgres';
import { seal, type Vault } from '#platform/vault';
import { CommitQueue } from './commit-queue.ts';
import { EventNames } from './event-names.ts';
import { createRejectedKeeper, type KeepRejected, type Refusal } from './keep-rejected.ts';
import { type PreparedEvent, prepareEvent } from './prepare-event.ts';
import type { Rejection } from './validate-event.ts';

export type EventVerdict =
  | { message_id: string; status: 'stored' | 'duplicate' }
  | { message_id: string | null; status: 'rejected'; code: ErrorCode; field: string };

export type Collector = {
  /** A verdict for each raw event, at its index. Throws `overloaded` before anything is done when the queue is too long. */
  collect(
    raw: readonly unknown[],
    from: {
      grant: SourceGrant;
      ip: string;
      origin?: Origin;
      /** False: what is rejected is known already and need not be kept. */
      keep?: boolean;
    },
  ): Promise<EventVerdict[]>;
  /** For a request of so many bytes: what to call when it was answered; null while it would wait too long. */
  enter(bytes: number): (() => void) | null;
  /** Whether somebody would be let in now. */
  hasRoom(): boolean;
  /** Its body is here; what is returned is called when it was answered. */
  arrive(): () => void;
  figures: CommitQueue<PreparedEvent, Verdict>['figures'];
};

export type CollectorParts = {
  db: Db;
  log: EventLog;
  vault: Vault;
  customers: CustomerDirectory;
  clock: Clock;
  pepper: string;
};

/** A request is refused when it would wait longer; the bound told to the world is 250 ms. */
const LONGEST_WAIT_MS = 200;
/** What an event takes in a request: to know at the door, from its length, how many come. */
const BYTES_OF_AN_EVENT = 500;
/** Small enough that preparing the next and committing this one overlap, large enough to share the fsync. */
const MOST_IN_GROUP = 500;

export function createCollector(parts: CollectorParts): Collector {
  const names = new EventNames(parts.db);
  const keepRejected = createRejectedKeeper(parts);
  const queue = new CommitQueue<PreparedEvent, Verdict>({
    commit: (events) => commit(events, parts),
    most: MOST_IN_GROUP,
    longestWaitMs: LONGEST_WAIT_MS,
    now: () => performance.now(),
  });

  return {
    enter: (bytes) => queue.enter(Math.max(1, Math.round(bytes / BYTES_OF_AN_EVENT))),
    hasRoom: () => queue.expectedWaitMs() < LONGEST_WAIT_MS,
    arrive: () => queue.arrive(),
    figures: () => queue.figures(),
    async collect(raw, { grant, ip, origin = 'live', keep = true }) {
      const receivedAt = parts.clock.now();
      const known = await names.of(grant.sourceId);
      const fresh = new Set<string>();
      const arrival = {
        grant,
        receivedAt,
        ip,
        pepper: parts.pepper,
        origin,
        declaredClear: new Set(grant.clearProperties),
      };
      const judged = raw.map((event): PreparedEvent | Rejection => {
        const prepared = prepareEvent(event, arrival);
        if (isRefused(prepared)) return prepared;
        return names.admit(known, fresh, prepared.draft.event)
          ? prepared
          : { code: 'event_names_exhausted', field: 'event' };
      });
      await names.keep(grant.sourceId, known, fresh);
      const accepted = judged.filter((event): event is PreparedEvent => !isRefused(event));
      // Before the queue, so that those who are known need not wait for those who are new.
      await parts.customers.prepare(accepted.map((event) => event.name));
      const verdicts = await queue.add(accepted);
      return await answer(raw, judged, verdicts, { grant, receivedAt }, keep ? keepRejected : async () => {});
    },
  };
}

const isRefused = (event: PreparedEvent | Rejection): event is Rejection => 'code' in event;

async function answer(
  raw: readonly unknown[],
  judged: readonly (PreparedEvent | Rejection)[],
  verdicts: readonly Verdict[],
  arrival: { grant: SourceGrant; receivedAt: Date },
  keep: KeepRejected,
): Promise<EventVerdict[]> {
  const refusals: Refusal[] = [];
  let stored = 0;
  const answers = judged.map((event, index): EventVerdict => {
    const verdict = isRefused(event) ? null : (verdicts[stored++] as Verdict);
    if (!isRefused(event) && verdict && verdict.status !== 'conflict')
      return { message_id: event.draft.messageId, status: verdict.status };
    const rejection: Rejection = isRefused(event) ? event : { code: 'event_conflict', field: 'messageId' };
    refusals.push({ raw: raw[index], rejection });
    return { message_id: messageIdOf(raw[index]), status: 'rejected', ...rejection };
  });
  if (refusals.length > 0) await keep(refusals, arrival);
  return answers;
}

function messageIdOf(raw: unknown): string | null {
  const id = (raw as { messageId?: unknown } | null)?.messageId;
  return typeof id === 'string' ? id.slice(0, 256) : null;
}

/** One group: customers and keys, sealing, one statement. Keys destroyed meanwhile mean starting over with fresh ones. */
async function commit(
  events: readonly PreparedEvent[],
  { db, log, customers }: CollectorParts,
): Promise<Verdict[]> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const { subjects, epoch } = await customers.subjectsOf(events.map((event) => event.name));
    const sealed = events.map((event, index): NewEvent => {
      const { customerId, key } = subjects[index] as (typeof subjects)[number];
      return { ...event.draft, customerId, personal: seal(key, event.personal) };
    });
    const verdicts = await log.appendSealed(db, sealed, epoch);
    if (verdicts) return verdicts;
    customers.forget();
  }
  throw new Problem('conflict');
}
