/** Builders for tests that need events in the log. */
import { hash, randomUUID } from 'node:crypto';
import { customerId, sourceId } from '../ids/index.ts';
import type { NewEvent } from './event.ts';

/** A track event with everything filled in; give what matters. */
export function anEvent(given: Partial<NewEvent> = {}): NewEvent {
  const messageId = given.messageId ?? randomUUID();
  const properties = given.properties ?? '{}';
  return {
    sourceId: sourceId(1),
    messageId,
    type: 'track',
    event: 'Product Viewed',
    customerId: customerId(1),
    origin: 'live',
    timestamp: new Date('2026-11-01T08:00:00Z'),
    receivedAt: new Date('2026-11-01T08:00:01Z'),
    properties,
    context: '{}',
    personal: null,
    fingerprint: hash('sha256', `${messageId}${properties}`, 'hex').slice(0, 16),
    flags: 0,
    causedBy: null,
    depth: 0,
    schemaVersion: 1,
    ...given,
  };
}

const here = import.meta.dirname;
/** What a database needs to hold the log. */
export const LOG_MIGRATIONS = [
  { module: 'platform/log', folder: `${here}/migrations` },
  { module: 'platform/vault', folder: `${here}/../vault/migrations` },
];
