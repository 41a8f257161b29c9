/**
 * Keeps rejected events with their reason, sealed: under the customer's key where the event says who she is, else under the quarantine key
 * of its source. Bounded for each source and minute; beyond that they are counted, and no more.
 */
import type { KeyObject } from 'node:crypto';
import type { Identifier } from '#know/customers';
import type { SourceGrant } from '#know/sources';
import type { SourceId } from '#platform/ids';
import { seal } from '#platform/vault';
import type { CollectorParts } from './collector.ts';
import { countOverflow, insertRejected, type RejectedRow } from './store.ts';
import type { Rejection } from './validate-event.ts';

export type Refusal = { raw: unknown; rejection: Rejection };

const KEPT_PER_MINUTE = 5000;
const LONGEST_KEPT = 64 * 1024;

/** Quarantine keys have the negative number of their source: no customer has. */
export const quarantineOf = (source: SourceId): number => -source;

export type KeepRejected = (
  refusals: readonly Refusal[],
  arrival: { grant: SourceGrant; receivedAt: Date },
) => Promise<void>;

export function createRejectedKeeper(
  parts: Pick<CollectorParts, 'db' | 'vault' | 'customers'>,
): KeepRejected {
  const kept = new Map<SourceId, { minute: number; count: number }>();

  const takeRoom = (source: SourceId, at: Date, wanted: number): number => {
    const minute = Math.floor(at.getTime() / 60_000);
    const before = kept.get(source);
    const used = before?.minute === minute ? before.count : 0;
    const room = Math.min(wanted, Math.max(0, KEPT_PER_MINUTE - used));
    kept.set(source, { minute, count: used + room });
    return room;
  };

  return async (refusals, { grant, receivedAt }) => {
    const room = takeRoom(grant.sourceId, receivedAt, refusals.length);
    if (room < refusals.length) {
      await countOverflow(
        parts.db,
        grant.sourceId,
        receivedAt.toISOString().slice(0, 10),
        refusals.length - room,
      );
    }
    const rows = await Promise.all(
      refusals.slice(0, room).map((refusal) => rowOf(refusal, grant, receivedAt, parts)),
    );
    await insertRejected(parts.db, rows);
  };
}

async function rowOf(
  { raw, rejection }: Refusal,
  grant: SourceGrant,
  receivedAt: Date,
  { vault, customers }: Pick<CollectorParts, 'vault' | 'customers'>,
): Promise<RejectedRow> {
  const name = nameIn(raw, grant);
  const text = textOf(raw);
  const about = {
    receivedAt,
    sourceId: grant.sourceId,
    keyKind: grant.keyKind,
    code: rejection.code,
    field: rejection.field.slice(0, 200),
    messageId: shortText(raw, 'messageId'),
    type: shortText(raw, 'type'),
    event: shortText(raw, 'event'),
  };
  if (name) {
    const { subjects } = await customers.subjectsOf([name]);
    const [subject] = subjects;
    if (subject) return { ...about, customerId: subject.customerId, sealed: seal(subject.key, text) };
  }
  const quarantine = quarantineOf(grant.sourceId);
  const { keys } = await vault.keysFor([quarantine]);
  return { ...about, customerId: null, sealed: seal(keys.get(quarantine) as KeyObject, text) };
}

/** What can be told of the sender from an event that is not valid. */
function nameIn(raw: unknown, grant: SourceGrant): Identifier | null {
  const { userId, anonymousId } = (raw ?? {}) as { userId?: unknown; anonymousId?: unknown };
  const isId = (value: unknown): value is string =>
    typeof value === 'string' && value.length > 0 && value.length <= 256;
  if (isId(userId))
    return { kind: grant.keyKind === 'server' ? 'user_id' : 'claimed_user_id', value: userId };
  return isId(anonymousId) ? { kind: 'anonymous_id', value: anonymousId } : null;
}

function textOf(raw: unknown): string {
  try {
    return JSON.stringify(raw ?? null).slice(0, LONGEST_KEPT);
  } catch {
    return '"(nested too deeply to be kept)"';
  }
}

/** A label for the list, where it is one: an e-mail address in the wrong place stays sealed. */
function shortText(raw: unknown, field: string): string | null {
  const value = (raw as Record<string, unknown> | null)?.[field];
  return typeof value === 'string' && value.length <= 256 && value.isWellFormed() && !/[@\0]/.test(value)
    ? value
    : null;
}
