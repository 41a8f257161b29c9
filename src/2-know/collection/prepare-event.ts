/**
 * From a valid event to what goes into the log, as far as that needs no database: time settled, halves divided, digest taken, and
 * who the sender says it is. Pure, but for the message id it makes up where none was given.
 */
import { hash, randomUUID } from 'node:crypto';
import { type Identifier, namesNobody } from '#know/customers';
import { type SourceGrant, vouchesFor } from '#know/sources';
import { FLAGS, type JsonObject, type NewEvent, type Origin } from '#platform/log';
import { settleTime } from './settle-time.ts';
import { splitContext, splitProperties } from './split-personal.ts';
import { isRejection, type Rejection, type ValidEvent, validateEvent } from './validate-event.ts';

/** Waiting for its customer: all of the event but `customerId` and `personal`, which is still in clear. */
export type PreparedEvent = {
  draft: Omit<NewEvent, 'customerId' | 'personal'>;
  name: Identifier;
  personal: string;
};

export type Arrival = {
  grant: SourceGrant;
  receivedAt: Date;
  ip: string;
  /** Mixed into digests, so that nobody can try values against them. */
  pepper: string;
  origin: Origin;
  /** The source's own list, as a set. */
  declaredClear: ReadonlySet<string>;
};

export const SCHEMA_VERSION = 1;

export function prepareEvent(raw: unknown, arrival: Arrival): PreparedEvent | Rejection {
  const valid = validateEvent(raw);
  if (isRejection(valid)) return valid;
  const refused = checkGrant(valid, arrival.grant);
  if (refused) return refused;
  const settled = settleTime(valid.timestamp, valid.sentAt, arrival.receivedAt);
  const { timestamp } = settled;
  // History may be of any age: it does not come late.
  const flags = arrival.origin === 'import' ? settled.flags & ~FLAGS.late : settled.flags;
  const fromBrowser = arrival.grant.keyKind === 'browser';
  const isLate = (flags & FLAGS.late) !== 0;
  // A browser that was offline for a month is not a history import.
  if (isLate && fromBrowser) return { code: 'event_too_old', field: 'timestamp' };
  const vouched = !fromBrowser || isSigned(valid, arrival.grant);
  const name = nameOf(valid, vouched);
  const halves = divide(valid, arrival);
  const messageId = valid.messageId ?? randomUUID();
  return {
    name,
    personal: halves.personal,
    draft: {
      sourceId: arrival.grant.sourceId,
      messageId,
      type: valid.type,
      event: halves.event,
      origin: isLate && arrival.origin === 'live' ? 'backfill' : arrival.origin,
      timestamp,
      receivedAt: arrival.receivedAt,
      properties: halves.properties,
      context: halves.context,
      fingerprint: fingerprintOf(valid, arrival.pepper),
      flags: flags | (vouched ? 0 : FLAGS.unvouched | (valid.userId === null ? 0 : FLAGS.claimedIdentity)),
      causedBy: null,
      depth: 0,
      schemaVersion: SCHEMA_VERSION,
    },
  };
}

function checkGrant(event: ValidEvent, grant: SourceGrant): Rejection | null {
  if (grant.allowedEvents === null) return null;
  const name = event.type === 'track' ? event.event : event.type;
  return grant.allowedEvents.includes(name) ? null : { code: 'event_not_allowed', field: 'event' };
}

/**
 * What she is called here, which decides whose event it is. A server's user id counts; a browser's counts with the shop's signature
 * (`context.userToken`); else it is a claim. An id that programs write where they have none is nobody's.
 */
function nameOf({ userId, anonymousId }: ValidEvent, vouched: boolean): Identifier {
  if (userId !== null && vouched && (anonymousId === null || !namesNobody(userId)))
    return { kind: 'user_id', value: userId };
  if (anonymousId !== null) return { kind: 'anonymous_id', value: anonymousId };
  return { kind: 'claimed_user_id', value: userId as string };
}

function isSigned({ userId, context }: ValidEvent, grant: SourceGrant): boolean {
  const { userToken } = context;
  return (
    userId !== null &&
    grant.userTokenSecret !== null &&
    typeof userToken === 'string' &&
    vouchesFor(grant.userTokenSecret, userId, userToken)
  );
}

type Divided = { event: string; properties: string; context: string; personal: string };

function divide(valid: ValidEvent, { grant, ip, declaredClear }: Arrival): Divided {
  const { userToken: _, ...context } = valid.context;
  if (grant.keyKind === 'browser' || context.ip === undefined) context.ip = ip;
  const properties = splitProperties(valid.properties, {
    type: valid.type,
    event: valid.event,
    declaredClear,
  });
  const around = splitContext(context);
  const personal: JsonObject = {};
  const name = valid.type === 'track' || !/@|\d{7}/.test(valid.event) ? valid.event : '';
  if (name !== valid.event) personal.name = valid.event;
  if (valid.userId !== null) personal.userId = valid.userId;
  if (valid.anonymousId !== null) personal.anonymousId = valid.anonymousId;
  if (valid.groupId !== null) personal.groupId = valid.groupId;
  if (valid.previousId !== null) personal.previousId = valid.previousId;
  if (valid.traits !== null) personal.traits = valid.traits;
  if (properties.personal) personal.properties = properties.personal;
  if (around.personal) personal.context = around.personal;
  return {
    event: name,
    properties: JSON.stringify(properties.clear),
    context: JSON.stringify(around.clear),
    personal: JSON.stringify(personal),
  };
}

/** Of what the sender means by this event; not of `sentAt` and `context`, which differ when a library tries again. */
function fingerprintOf(event: ValidEvent, pepper: string): string {
  const meant = [
    event.type,
    event.event,
    event.userId,
    event.anonymousId,
    event.groupId,
    event.previousId,
    event.timestamp?.getTime(),
    event.properties,
    event.traits,
  ];
  return hash('sha256', pepper + JSON.stringify(meant), 'hex').slice(0, 16);
}
