/**
 * The envelope of an event, as appended and as read. The log knows nothing of shops: `event` and `properties` are the
 * published language's (`#events`), `customerId` is an opaque subject given by whoever appends.
 *
 * Personal values never stand in `properties` or `context`: they travel in `personal`, sealed under the
 * subject's key (see `#platform/vault`).
 */
import type { CustomerId, Position, SourceId } from '../ids/index.ts';

export const EVENT_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Where an event comes from in time: journeys and messages react to `live` and `system` only. */
export const ORIGINS = ['live', 'import', 'replay', 'backfill', 'system'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Quality flags, a bit set. */
export const FLAGS = {
  clockSkew: 1,
  future: 2,
  late: 4,
  claimedIdentity: 8,
  /** Its sender cannot vouch for who somebody is: a browser, without the shop's signature. */
  unvouched: 16,
} as const;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type NewEvent = {
  sourceId: SourceId;
  messageId: string;
  type: EventType;
  /** Name of a track event, of a page or screen; `''` where there is none. */
  event: string;
  customerId: CustomerId;
  origin: Origin;
  /** When it happened (skew corrected, clamped). */
  timestamp: Date;
  /** When it reached us. */
  receivedAt: Date;
  /** JSON text without personal values. */
  properties: string;
  context: string;
  /** Sealed JSON of the personal remainder, or null. */
  personal: Buffer | null;
  /** 64 bits of a digest of what the sender sent, as 16 hex digits: tells a repetition from a conflict. */
  fingerprint: string;
  flags: number;
  causedBy: Position | null;
  /** Length of the chain of causes; more than 8 is refused. */
  depth: number;
  schemaVersion: number;
};

export type LoggedEvent = {
  position: Position;
  sourceId: SourceId;
  messageId: string;
  type: EventType;
  event: string;
  customerId: CustomerId;
  origin: Origin;
  timestamp: Date;
  receivedAt: Date;
  properties: JsonObject;
  context: JsonObject;
  personal: Buffer | null;
  flags: number;
  causedBy: Position | null;
  depth: number;
  schemaVersion: number;
};

/** What became of one appended event. */
export type Verdict =
  | { status: 'stored'; position: Position }
  /** The same event was stored before: nothing was written. */
  | { status: 'duplicate'; position: Position }
  /** Same source and message id, other content: kept aside by the caller. */
  | { status: 'conflict'; position: Position };
