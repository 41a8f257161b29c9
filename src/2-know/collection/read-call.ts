/**
 * From the bytes of a request to the raw events in it: unpacked (gzip, bounded), parsed, the batch's own `context` and `integrations`
 * laid under each event's, whether the batch is history, and the type of a single call set by its address. Nothing is judged yet.
 */
import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Problem } from '#platform/errors';
import type { JsonObject } from '#platform/log';

export const BATCH_BYTES = 500 * 1024;

export type ReadCall = { events: unknown[]; writeKey: string | null; origin: 'live' | 'import' };

/** `type` null: a batch. Throws `json_invalid`, `not_utf8`, `body_too_large`, `media_type`, `body_invalid`. */
export async function readCall(
  body: Buffer,
  type: string | null,
  encoding: string | undefined,
): Promise<ReadCall> {
  const parsed = parse(await unpack(body, encoding));
  const writeKey = typeof parsed.writeKey === 'string' ? parsed.writeKey : null;
  if (type !== null) return { events: [{ ...parsed, type }], writeKey, origin: 'live' };
  if (!Array.isArray(parsed.batch))
    throw new Problem('body_invalid', { fields: [{ field: 'batch', code: 'field_required' }] });
  return { events: parsed.batch.map((event) => underlay(event, parsed)), writeKey, origin: originOf(parsed) };
}

/** A word that we do not know is refused: history that is taken for live would set things off. */
function originOf({ origin }: JsonObject): 'live' | 'import' {
  if (origin === undefined || origin === 'live') return 'live';
  if (origin === 'import') return 'import';
  throw new Problem('body_invalid', { fields: [{ field: 'origin', code: 'field_invalid' }] });
}

const unzip = promisify(gunzip);

async function unpack(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new Problem('media_type', { params: { expected: 'gzip' } });
  try {
    return await unzip(body, { maxOutputLength: BATCH_BYTES });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Problem('body_too_large', { params: { limit: '500 KB' } });
    throw new Problem('bad_request');
  }
}

const BYTE_ORDER_MARK = '\ufeff';

function parse(body: Buffer): JsonObject {
  // What is not UTF-8 would be stored as question marks, and nobody would know what it was.
  if (!isUtf8(body)) throw new Problem('not_utf8');
  const text = body.toString();
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  } catch {
    throw new Problem('json_invalid');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('json_invalid');
  return value as JsonObject;
}

/** Fields of the batch that hold for each event unless it says otherwise. */
function underlay(event: unknown, batch: JsonObject): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  const { context, sentAt, integrations } = batch;
  if (context === undefined && sentAt === undefined && integrations === undefined) return event;
  const own = event as JsonObject;
  return {
    ...(integrations !== undefined && { integrations }),
    ...(sentAt !== undefined && { sentAt }),
    ...own,
    ...(isObject(context) && { context: isObject(own.context) ? { ...context, ...own.context } : context }),
  };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
