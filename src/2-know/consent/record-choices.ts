/** The one way in for consent, whoever heard it: the choice and its event are written in one transaction. */
import { createHash } from 'node:crypto';
import { CONSENT_EVENTS, type ConsentChanged } from '#events/consent';
import { type CustomerId, HOUSE } from '#platform/ids';
import type { NewEvent, Origin } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Tx } from '#platform/postgres';
import type { Choice } from './choice.ts';
import * as store from './store.ts';

export type Said = { customerId: CustomerId; choice: Choice };

/** What was said before adds nothing, and no event. Returns how many were new. */
export async function recordChoices(
  { log }: Pick<Platform, 'log'>,
  tx: Tx,
  said: readonly Said[],
  { actor, origin, at }: { actor: string; origin: Origin; at: Date },
): Promise<number> {
  const rows = said.map(({ customerId, choice }) => ({
    customerId,
    choice,
    actor,
    sealed: null,
    digest: digestOf(choice),
  }));
  const added = await store.addChoices(tx, rows, at);
  const fresh = new Map(rows.map((row) => [`${row.customerId} ${row.digest.toString('hex')}`, row]));
  const events = [...fresh].flatMap(([key, row]) => (added.has(key) ? [eventOf(row, origin, at)] : []));
  if (events.length > 0) await log.append(tx, events);
  return events.length;
}

const digestOf = (choice: Choice): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        choice.purpose,
        choice.channel,
        choice.state,
        choice.at,
        choice.method,
        choice.source,
        choice.textVersion,
      ]),
    )
    .digest();

function eventOf(
  { customerId, choice, digest }: { customerId: CustomerId; choice: Choice; digest: Buffer },
  origin: Origin,
  at: Date,
): NewEvent {
  const properties: ConsentChanged = {
    purpose: choice.purpose,
    channel: choice.channel,
    state: choice.state,
    method: choice.method,
    source: choice.source,
    text_version: choice.textVersion,
  };
  const fingerprint = digest.toString('hex').slice(0, 16);
  return {
    sourceId: HOUSE,
    messageId: `consent:${customerId}:${digest.toString('hex').slice(0, 32)}`,
    type: 'track',
    event: CONSENT_EVENTS.changed,
    customerId,
    origin,
    timestamp: choice.at,
    receivedAt: at,
    properties: JSON.stringify(properties),
    context: '{}',
    personal: null,
    fingerprint,
    flags: 0,
    causedBy: null,
    depth: 0,
    schemaVersion: 1,
  };
}
