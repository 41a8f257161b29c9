/**
 * One-dimensional Postgres arrays in the binary wire format (`array_recv`), which `pg` passes through when a parameter is a
 * Buffer. A thousand rows then cost neither escaping here nor text parsing there.
 *
 * Layout: dimensions (int32 = 1), has-nulls flag (int32), element type OID (int32), length (int32), lower bound
 * (int32 = 1), then each element as its length (int32, −1 for NULL) and its bytes.
 */
const HEADER = 20;

export const OID = {
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  timestamptz: 1184,
  json: 114,
} as const;

function header(buffer: Buffer, oid: number, length: number, hasNulls: boolean): void {
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  if (length === 0) return;
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
}

function fixed(
  oid: number,
  size: number,
  length: number,
  write: (buffer: Buffer, index: number, at: number) => void,
): Buffer {
  const buffer = Buffer.allocUnsafe(length === 0 ? 12 : HEADER + length * (4 + size));
  header(buffer, oid, length, false);
  for (let index = 0, at = HEADER; index < length; index++, at += 4 + size) {
    buffer.writeInt32BE(size, at);
    write(buffer, index, at + 4);
  }
  return buffer;
}

export const int2Array = (values: readonly number[]): Buffer =>
  fixed(OID.int2, 2, values.length, (buffer, index, at) => buffer.writeInt16BE(values[index] as number, at));

export const int4Array = (values: readonly number[]): Buffer =>
  fixed(OID.int4, 4, values.length, (buffer, index, at) => buffer.writeInt32BE(values[index] as number, at));

/** Two's complement halves: faster than BigInt for numbers below 2^53. */
function writeInt8(buffer: Buffer, value: number, at: number): void {
  buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
  buffer.writeUInt32BE(value >>> 0, at + 4);
}

export const int8Array = (values: readonly number[]): Buffer =>
  fixed(OID.int8, 8, values.length, (buffer, index, at) => writeInt8(buffer, values[index] as number, at));

const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

export const timestamptzArray = (values: readonly Date[]): Buffer =>
  fixed(OID.timestamptz, 8, values.length, (buffer, index, at) =>
    writeInt8(buffer, ((values[index] as Date).getTime() - POSTGRES_EPOCH_MS) * 1000, at),
  );

/** 16 hex digits each. */
export const int8ArrayOfHex = (values: readonly string[]): Buffer =>
  fixed(OID.int8, 8, values.length, (buffer, index, at) =>
    buffer.write(values[index] as string, at, 8, 'hex'),
  );

export function nullableInt8Array(values: readonly (number | null)[]): Buffer {
  return variable(OID.int8, values, (value) => {
    const bytes = Buffer.allocUnsafe(8);
    writeInt8(bytes, value, 0);
    return bytes;
  });
}

export const byteaArray = (values: readonly (Buffer | null)[]): Buffer =>
  variable(OID.bytea, values, (value) => value);

function variable<T>(oid: number, values: readonly (T | null)[], bytesOf: (value: T) => Buffer): Buffer {
  const parts = values.map((value) => (value === null ? null : bytesOf(value)));
  const size = parts.reduce((sum, part) => sum + 4 + (part?.length ?? 0), 0);
  const buffer = Buffer.allocUnsafe(values.length === 0 ? 12 : HEADER + size);
  header(buffer, oid, values.length, true);
  let at = HEADER;
  for (const part of parts) {
    buffer.writeInt32BE(part?.length ?? -1, at);
    at += 4;
    if (part) at += part.copy(buffer, at);
  }
  return buffer;
}

export const jsonArray = (values: readonly string[]): Buffer => texts(OID.json, values);
export const textArray = (values: readonly string[]): Buffer => texts(OID.text, values);

function texts(oid: number, values: readonly string[]): Buffer {
  // UTF-8 needs at most three bytes for each UTF-16 unit: one allocation, trimmed at the end.
  const most = values.reduce((sum, value) => sum + value.length * 3 + 4, 0);
  const buffer = Buffer.allocUnsafe(HEADER + most);
  header(buffer, oid, values.length, false);
  let at = values.length === 0 ? 12 : HEADER;
  for (const value of values) {
    const start = at + 4;
    const end = start + buffer.write(value, start, 'utf8');
    buffer.writeInt32BE(end - start, at);
    at = end;
  }
  return buffer.subarray(0, at);
}
