/**
 * Where a page ended: sort, value of the sort column and id of its last row, as an opaque text. It comes back from outside,
 * so it is read with the same suspicion as any input: what is not exactly what we would have written is refused.
 */
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { Problem } from '../errors/index.ts';

/** Types a list can be sorted by. `write` puts the value in a cursor without losing digits, `read` binds it again. */
export type SortType = 'int8' | 'text' | 'uuid' | 'timestamptz';

type Codec = {
  write(column: RawBuilder<unknown>): RawBuilder<string | null>;
  accepts(value: string): boolean;
  read(value: string): RawBuilder<unknown>;
};

const MOST = 2n ** 63n - 1n;
const isInt8 = (value: string): boolean =>
  /^(0|-?[1-9]\d{0,18})$/.test(value) && BigInt(value) <= MOST && BigInt(value) >= -MOST;

export const CODECS: Record<SortType, Codec> = {
  int8: { write: (column) => sql`(${column})::text`, accepts: isInt8, read: (value) => sql`${value}::int8` },
  text: {
    write: (column) => sql`(${column})::text`,
    accepts: (value) => !value.includes('\0'),
    read: (value) => sql`${value}::text`,
  },
  uuid: {
    write: (column) => sql`(${column})::text`,
    accepts: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
    read: (value) => sql`${value}::uuid`,
  },
  // Microseconds since 1970: JavaScript's milliseconds would skip or repeat rows of the same millisecond.
  timestamptz: {
    write: (column) => sql`(extract(epoch FROM ${column}) * 1000000)::bigint::text`,
    accepts: (value) => isInt8(value) && Number.isSafeInteger(Number(value)),
    read: (value) => sql`(timestamptz 'epoch' + ${value}::int8 * interval '1 microsecond')`,
  },
};

export type Cursor = { sort: string; value: string | null; id: string };

const shape = z.tuple([z.string(), z.string().nullable(), z.string()]);

export const writeCursor = ({ sort, value, id }: Cursor): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/** Throws Problem `cursor_invalid` for anything that is not a cursor of a list with this sort and these types. */
export function readCursor(
  text: string,
  expected: { sort: string; type: SortType; nullable: boolean; idType: SortType },
): Cursor {
  const parsed = shape.safeParse(json(text));
  if (!parsed.success) throw new Problem('cursor_invalid');
  const [sort, value, id] = parsed.data;
  const fits =
    sort === expected.sort &&
    (value === null ? expected.nullable : CODECS[expected.type].accepts(value)) &&
    CODECS[expected.idType].accepts(id);
  if (!fits) throw new Problem('cursor_invalid');
  return { sort, value, id };
}

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
