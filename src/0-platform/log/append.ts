/**
 * Appending: one statement for a whole batch (`log.append`), arguments in Postgres's binary form. Repetitions are found by
 * digest in the partitions of the last 30 days, under the lock that serialises all appends.
 */
import { hash } from 'node:crypto';
import { type Position, position } from '../ids/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import * as array from './binary-array.ts';
import { EVENT_TYPES, type NewEvent, ORIGINS, type Verdict } from './event.ts';

/** 64 bits of SHA-256 over (source, message id): finds the candidates; the ids themselves are compared after. */
export const dedupKey = (sourceId: number, messageId: string): string =>
  hash('sha256', `${sourceId}\0${messageId}`, 'hex').slice(0, 16);

const typeNumber = Object.fromEntries(EVENT_TYPES.map((type, index) => [type, index]));
const originNumber = Object.fromEntries(ORIGINS.map((origin, index) => [origin, index]));

type Appended = {
  first_position: number;
  seen_at: number[] | null;
  seen_position: string[] | null;
  seen_fingerprint: string[] | null;
};

/**
 * Appends in the order given; the verdict of each event stands at its index. With `vaultEpoch` nothing is written and `null`
 * comes back when keys were destroyed since that epoch: take fresh keys and seal again.
 */
export async function appendEvents(
  on: Db | Tx,
  events: readonly NewEvent[],
  vaultEpoch: number | null,
): Promise<Verdict[] | null> {
  if (events.length === 0) return [];
  const first = withoutRepeats(events);
  const values = sql.join(argumentsOf(first));
  const guard = vaultEpoch === null ? sql`` : sql`WHERE (SELECT epoch FROM vault.epoch) = ${vaultEpoch}`;
  const { rows } = await sql<Appended>`SELECT a.* FROM log.append(${values}) a ${guard}`.execute(on);
  return rows[0] ? judge(events, first, rows[0]) : null;
}

/** `log.append` wants each (source, message) once: later ones in the same batch are judged by what is stored then. */
function withoutRepeats(events: readonly NewEvent[]): readonly NewEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const id = idOf(event);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

const idOf = (event: NewEvent): string => `${event.sourceId} ${event.messageId}`;

function judge(events: readonly NewEvent[], first: readonly NewEvent[], answer: Appended): Verdict[] {
  const stored: Stored[] = first.map((event, index) => ({
    event,
    position: position(answer.first_position + index),
    fingerprint: signed64(event.fingerprint),
  }));
  answer.seen_at?.forEach((ordinal, index) => {
    stored[ordinal - 1] = {
      event: null,
      position: position(Number(answer.seen_position?.[index])),
      fingerprint: BigInt(answer.seen_fingerprint?.[index] ?? 0),
    };
  });
  if (first.length === events.length)
    return events.map((event, index) => verdictOn(event, stored[index] as Stored));
  const storedOf = new Map(first.map((event, index) => [idOf(event), stored[index] as Stored]));
  return events.map((event) => verdictOn(event, storedOf.get(idOf(event)) as Stored));
}

/** What now stands under a message's id; `event` is the one of this batch that was written, if any. */
type Stored = { event: NewEvent | null; position: Position; fingerprint: bigint };

function verdictOn(event: NewEvent, stored: Stored): Verdict {
  if (stored.event === event) return { status: 'stored', position: stored.position };
  const same = stored.fingerprint === signed64(event.fingerprint);
  return { status: same ? 'duplicate' : 'conflict', position: stored.position };
}

function argumentsOf(events: readonly NewEvent[]): unknown[] {
  return [
    array.int8ArrayOfHex(events.map((event) => dedupKey(event.sourceId, event.messageId))),
    array.int8ArrayOfHex(events.map((event) => event.fingerprint)),
    array.timestamptzArray(events.map((event) => event.receivedAt)),
    array.timestamptzArray(events.map((event) => event.timestamp)),
    array.int8Array(events.map((event) => event.customerId)),
    array.nullableInt8Array(events.map((event) => event.causedBy)),
    array.int4Array(events.map((event) => event.sourceId)),
    array.int2Array(events.map((event) => typeNumber[event.type] as number)),
    array.int2Array(events.map((event) => originNumber[event.origin] as number)),
    array.int2Array(events.map((event) => event.flags)),
    array.int2Array(events.map((event) => event.depth)),
    array.int2Array(events.map((event) => event.schemaVersion)),
    array.textArray(events.map((event) => event.messageId)),
    array.textArray(events.map((event) => event.event)),
    array.jsonArray(events.map((event) => event.properties)),
    array.jsonArray(events.map((event) => event.context)),
    array.byteaArray(events.map((event) => event.personal)),
  ];
}

/** 16 hex digits as the int8 Postgres reads in them. */
export const signed64 = (hex: string): bigint => BigInt.asIntN(64, BigInt(`0x${hex}`));
