/**
 * A row of the archive as text (Postgres's COPY format, in the lake's columns), and the number that Postgres and the lake compute
 * from its content: computed here a third time, from the file itself.
 */
import { hash } from 'node:crypto';
import { customerId, position, sourceId } from '../ids/index.ts';
import { COLUMN_NAMES } from '../lake/index.ts';
import { EVENT_TYPES, type EventType, type JsonObject, type LoggedEvent, ORIGINS } from '../log/index.ts';

const at = (name: string): number => COLUMN_NAMES.indexOf(name);
const POSITION = at('position');
const TYPE = at('type');
const EVENT = at('event');
const INSTANTS = new Set([at('received_at'), at('timestamp')]);

export type ArchivedRow = { position: number; event: string; type: string; checksum: bigint };

/** Throws on a line that is not one of ours. */
export function parseRow(line: string): ArchivedRow {
  const fields = line.split('\t').map(plain);
  if (fields.length !== COLUMN_NAMES.length)
    throw new Error(`A row of the archive has ${fields.length} fields.`);
  return {
    position: Number(fields[POSITION]),
    event: fields[EVENT] as string,
    type: EVENT_TYPES[Number(fields[TYPE])] as string,
    checksum: checksumOf(fields),
  };
}

/** What it is, without looking at the rest. */
export function kindOf(line: string): { event: string; type: string } {
  const fields = line.split('\t', Math.max(TYPE, EVENT) + 1);
  return { event: plain(fields[EVENT] as string), type: EVENT_TYPES[Number(fields[TYPE])] as string };
}

/** First 60 bits of MD5, as `#platform/lake` has it. */
function checksumOf(fields: readonly string[]): bigint {
  const text = fields.map((field, index) => (INSTANTS.has(index) ? micros(field) : field)).join('\x1f');
  return BigInt(`0x${hash('md5', text, 'hex').slice(0, 15)}`);
}

/** `2026-11-01 08:00:00.123` → microseconds since 1970. */
function micros(instant: string): string {
  const [seconds = '', fraction = ''] = instant.split('.');
  return String(
    BigInt(Date.parse(`${seconds.replace(' ', 'T')}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0')),
  );
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const plain = (field: string): string =>
  field.includes('\\') ? field.replaceAll(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char) : field;

/** A row of each of the two files together; null where they are not of the same event. `sealed`: position first, `personal` last. */
export function eventOf(line: string, sealed: string): LoggedEvent | null {
  const fields = line.split('\t').map(plain);
  const field = (name: string): string => fields[at(name)] as string;
  const kept = sealed.split('\t');
  if (kept[0] !== field('position')) return null;
  const [causedBy = NULL, personal = NULL] = [kept[CAUSED_BY], kept.at(-1)];
  return {
    position: position(Number(field('position'))),
    sourceId: sourceId(Number(field('source_id'))),
    messageId: field('message_id'),
    type: EVENT_TYPES[Number(field('type'))] as EventType,
    event: field('event'),
    customerId: customerId(Number(field('customer_id'))),
    origin: ORIGINS[Number(field('origin'))] ?? 'live',
    timestamp: instantIn(field('timestamp')),
    receivedAt: instantIn(field('received_at')),
    properties: JSON.parse(field('properties')) as JsonObject,
    context: JSON.parse(field('context')) as JsonObject,
    personal: personal === NULL ? null : Buffer.from(plain(personal).slice(2), 'hex'),
    flags: Number(field('flags')),
    causedBy: causedBy === NULL ? null : position(Number(causedBy)),
    depth: Number(field('depth')),
    schemaVersion: Number(field('schema_version')),
  };
}

const NULL = '\\N';
/** In the order of `SEALED`. */
const CAUSED_BY = 3;
const instantIn = (text: string): Date => new Date(`${text.replace(' ', 'T')}Z`);

export type Sums = Map<number, { rows: number; checksum: bigint }>;

export function addTo(sums: Sums, { position, checksum }: ArchivedRow, width: number): void {
  const bucket = Math.floor(position / width);
  const sum = sums.get(bucket) ?? { rows: 0, checksum: 0n };
  sums.set(bucket, { rows: sum.rows + 1, checksum: sum.checksum + checksum });
}

export function* linesOf(piece: Buffer): Generator<string> {
  const text = piece.toString('utf8');
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end);
    start = end + 1;
  }
}
