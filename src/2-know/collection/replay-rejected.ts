/**
 * Tries a rejected event again, corrected or as it came (when the source's rules were changed meanwhile). What is accepted enters the log with
 * origin `replay`, at its own time, and the rejected one is marked with the verdict; what is refused again says why and stays.
 */
import type { SourceDirectory } from '#know/sources';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { Platform } from '#platform/module';
import { open } from '#platform/vault';
import type { Collector, EventVerdict } from './collector.ts';
import { quarantineOf } from './keep-rejected.ts';
import { markReplayed, type Rejected, rejectedById } from './store.ts';

export type ReplayParts = Pick<Platform, 'db' | 'vault' | 'clock' | 'audit'> & {
  collector: Collector;
  sources: SourceDirectory;
};

type Actor = Exclude<Principal, { kind: 'anonymous' }>;

export async function replayRejected(
  parts: ReplayParts,
  actor: Actor,
  id: number,
  corrected?: unknown,
): Promise<EventVerdict> {
  const rejected = await rejectedById(parts.db, id);
  if (!rejected) throw new Problem('not_found');
  if (rejected.replayedAt && rejected.verdict !== 'rejected') throw new Problem('conflict');
  const original = await openRejected(parts, rejected);
  if (original === null && corrected === undefined) throw new Problem('not_found');
  const grant = await parts.sources.of(rejected.sourceId, rejected.keyKind);
  if (!grant) throw new Problem('not_found');
  const event = corrected ?? (JSON.parse(original as string) as unknown);
  const [verdict] = await parts.collector.collect([withArrival(event, rejected)], {
    grant,
    ip: '',
    origin: 'replay',
    keep: false,
  });
  if (!verdict) throw new Problem('internal');
  await markReplayed(parts.db, id, parts.clock.now(), verdict.status);
  await parts.audit.record(parts.db, {
    actor,
    act: 'rejected.replay',
    object: `rejected:${id}`,
    detail: { verdict: verdict.status },
  });
  return verdict;
}

/** The event as it came, or null where its key was destroyed. */
export async function openRejected(
  { vault }: Pick<ReplayParts, 'vault'>,
  rejected: Rejected,
): Promise<string | null> {
  const subject = rejected.customerId ?? quarantineOf(rejected.sourceId);
  const key = (await vault.existingKeys([subject])).get(subject);
  return (key && open(key, rejected.sealed)?.toString()) ?? null;
}

/** Without a time of its own it happened when it first arrived, not now; and a sentAt of then would look like skew. */
function withArrival(event: unknown, rejected: Rejected): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  const { sentAt: _, ...rest } = event as Record<string, unknown>;
  return {
    ...rest,
    timestamp: rest.originalTimestamp ?? rest.timestamp ?? rejected.receivedAt.toISOString(),
  };
}
