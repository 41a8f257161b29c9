/**
 * What an event must be to be accepted: the rules of Segment's HTTP API and spec, plus bounds that keep one sender from
 * hurting others (size, depth, number of properties, names that reach prototypes, text Postgres cannot hold).
 * Pure: a raw event goes in, a valid one or the reason with its field comes out.
 */
import type { ErrorCode } from '#platform/errors';
import { EVENT_TYPES, type EventType, type Json, type JsonObject } from '#platform/log';

export type ValidEvent = {
  type: EventType;
  /** Name of the event, page or screen. */
  event: string;
  messageId: string | null;
  userId: string | null;
  anonymousId: string | null;
  groupId: string | null;
  previousId: string | null;
  properties: JsonObject;
  traits: JsonObject | null;
  context: JsonObject;
  timestamp: Date | null;
  sentAt: Date | null;
};

export type Rejection = { code: ErrorCode; field: string };

export const LIMITS = { eventBytes: 32 * 1024, depth: 8, properties: 1000, name: 200, id: 256 } as const;

export function validateEvent(raw: unknown): ValidEvent | Rejection {
  if (!isObject(raw)) return { code: 'event_shape_invalid', field: '' };
  const type = raw.type as EventType;
  if (typeof type !== 'string' || !EVENT_TYPES.includes(type))
    return { code: 'event_type_unknown', field: 'type' };
  return sizeOf(raw) ?? checkShape(raw) ?? checkBounds(raw) ?? build(raw, type);
}

export const isRejection = (result: ValidEvent | Rejection): result is Rejection => 'code' in result;

function sizeOf(raw: JsonObject): Rejection | null {
  // Text of an event is seldom near the limit: measure cheaply first.
  return roughSize(raw, 0) > LIMITS.eventBytes / 4 && exactSize(raw) > LIMITS.eventBytes
    ? { code: 'event_too_large', field: '' }
    : null;
}

/** JSON bytes, or more than allowed where the nesting is too deep to print. */
function exactSize(raw: JsonObject): number {
  try {
    return Buffer.byteLength(JSON.stringify(raw));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Characters of names and texts; a lower bound of a quarter of the size in bytes. */
function roughSize(value: Json, depth: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 4;
  if (depth > LIMITS.depth + 4) return 0;
  let size = 2;
  for (const name in value)
    size +=
      (Array.isArray(value) ? 1 : name.length + 4) +
      roughSize((value as JsonObject)[name] as Json, depth + 1);
  return size;
}

const OBJECTS = ['properties', 'traits', 'context', 'integrations'] as const;

function checkShape(raw: JsonObject): Rejection | null {
  for (const field of OBJECTS) {
    const value = raw[field];
    if (value !== undefined && value !== null && !isObject(value))
      return { code: 'event_shape_invalid', field };
  }
  for (const field of ['messageId', 'groupId', 'previousId'] as const) {
    const value = raw[field];
    if (value !== undefined && value !== null && idText(value) === null)
      return { code: 'event_id_invalid', field };
  }
  return null;
}

function checkBounds(raw: JsonObject): Rejection | null {
  for (const name of Object.keys(raw))
    if (FORBIDDEN.has(name)) return { code: 'event_key_forbidden', field: name };
  const count = { left: LIMITS.properties };
  for (const field of ['properties', 'traits', 'context'] as const) {
    const found = walk(raw[field] ?? null, 0, count, field);
    if (found) return found;
    count.left = LIMITS.properties;
  }
  for (const field of [
    'event',
    'name',
    'category',
    'userId',
    'anonymousId',
    'groupId',
    'previousId',
    'messageId',
  ] as const) {
    const value = raw[field];
    if (typeof value === 'string' && !isStorable(value)) return { code: 'event_text_invalid', field };
  }
  return null;
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

function walk(value: Json, depth: number, count: { left: number }, path: string): Rejection | null {
  if (typeof value === 'string')
    return isStorable(value) ? null : { code: 'event_text_invalid', field: path };
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= LIMITS.depth) return { code: 'event_too_deep', field: path };
  const isList = Array.isArray(value);
  for (const name of Object.keys(value)) {
    if (!isList) {
      if (FORBIDDEN.has(name)) return { code: 'event_key_forbidden', field: `${path}.${name}` };
      if (!isStorable(name)) return { code: 'event_text_invalid', field: path };
      if (--count.left < 0) return { code: 'event_too_many_properties', field: path };
    }
    const inner = (value as JsonObject)[name] as Json;
    if (typeof inner === 'string' ? isStorable(inner) : typeof inner !== 'object' || inner === null) continue;
    const found = walk(inner, depth + 1, count, `${path}.${name}`);
    if (found) return found;
  }
  return null;
}

/** Postgres holds no NUL in text, and half a surrogate pair is no text at all. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

function build(raw: JsonObject, type: EventType): ValidEvent | Rejection {
  const userId = idText(raw.userId);
  const anonymousId = idText(raw.anonymousId);
  if (userId === null && anonymousId === null)
    return { code: 'event_without_id', field: raw.userId === undefined ? 'anonymousId' : 'userId' };
  const groupId = idText(raw.groupId);
  const previousId = idText(raw.previousId);
  if (type === 'group' && groupId === null) return { code: 'event_group_missing', field: 'groupId' };
  if (type === 'alias' && (previousId === null || userId === null))
    return { code: 'event_previous_missing', field: 'previousId' };
  const event = nameOf(raw, type);
  if (event === null) return { code: 'event_name_missing', field: 'event' };
  const timestamp = instant(raw.originalTimestamp ?? raw.timestamp);
  const sentAt = instant(raw.sentAt);
  if (timestamp === 'invalid') return { code: 'event_time_invalid', field: 'timestamp' };
  return {
    type,
    event,
    messageId: idText(raw.messageId),
    userId,
    anonymousId,
    groupId,
    previousId,
    properties: (raw.properties as JsonObject | null | undefined) ?? {},
    traits: (raw.traits as JsonObject | null | undefined) ?? null,
    context: (raw.context as JsonObject | null | undefined) ?? {},
    timestamp,
    // A broken sentAt only costs the skew correction.
    sentAt: sentAt === 'invalid' ? null : sentAt,
  };
}

function nameOf(raw: JsonObject, type: EventType): string | null {
  if (type === 'track') {
    const name = raw.event;
    return typeof name === 'string' && name.trim() !== '' && name.length <= LIMITS.name ? name : null;
  }
  const name = type === 'page' || type === 'screen' ? raw.name : undefined;
  return typeof name === 'string' ? name.slice(0, LIMITS.name) : '';
}

/** Ids are texts; numbers are taken as their digits, as Segment's libraries do. */
function idText(value: Json | undefined): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' && value.length <= LIMITS.id ? value : null;
}

const ISO = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

function instant(value: Json | undefined): Date | null | 'invalid' {
  if (value === undefined || value === null) return null;
  // analytics-node of old sends milliseconds.
  const date =
    typeof value === 'number'
      ? new Date(value)
      : typeof value === 'string' && ISO.test(value)
        ? new Date(value)
        : null;
  return date &&
    !Number.isNaN(date.getTime()) &&
    date.getUTCFullYear() >= 1970 &&
    date.getUTCFullYear() < 2200
    ? date
    : 'invalid';
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
