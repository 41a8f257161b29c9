/**
 * Events as people see them: the clear half for everybody who may see events, the sealed half joined to it for roles that serve
 * customers or integrate the shop, and nothing of it once her key is destroyed.
 */
import type { KeyObject } from 'node:crypto';
import { FACT_EVENTS } from '#events/facts';
import { sourceNames } from '#know/sources';
import { HOUSE } from '#platform/ids';
import { FLAGS, type Json, type JsonObject, type LoggedEvent } from '#platform/log';
import type { Db } from '#platform/postgres';
import { open, type Vault } from '#platform/vault';
import type { EventDetail, EventItem } from './contract.ts';
import { joinPersonal } from './split-personal.ts';

type Personal = { state: EventDetail['personal']; values: JsonObject };

export async function showEvents(
  { db, vault }: { db: Db; vault: Vault },
  events: readonly LoggedEvent[],
  maySee: boolean,
): Promise<EventDetail[]> {
  const [names, keys] = await Promise.all([
    sourceNames(db, [...new Set(events.map((event) => event.sourceId))]),
    maySee
      ? vault.existingKeys([...new Set(events.map((event) => event.customerId))])
      : new Map<number, KeyObject>(),
  ]);
  return events.map((event) => {
    const personal = personalOf(event, maySee, keys.get(event.customerId));
    return detailOf(event, names.get(event.sourceId) ?? '', personal);
  });
}

function personalOf(event: LoggedEvent, maySee: boolean, key: KeyObject | undefined): Personal {
  if (!event.personal) return { state: 'none', values: {} };
  if (isAttribute(event) || !maySee) return { state: 'masked', values: {} };
  const plain = key ? open(key, event.personal) : null;
  if (!plain) return { state: 'erased', values: {} };
  return { state: 'shown', values: JSON.parse(plain.toString()) as JsonObject };
}

/** Of each attribute staff decide which roles know of it: it is read where that is asked (`know/attributes`), and not here. */
const isAttribute = ({ sourceId, event }: LoggedEvent): boolean =>
  sourceId === HOUSE && event === FACT_EVENTS.attributeNoted;

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const object = (value: Json | undefined): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;

function detailOf(event: LoggedEvent, sourceName: string, { state, values }: Personal): EventDetail {
  return {
    position: event.position,
    message_id: event.messageId,
    source: { id: event.sourceId, name: sourceName },
    type: event.type,
    event: event.event || (text(values.name) ?? ''),
    customer_id: event.customerId,
    origin: event.origin,
    timestamp: event.timestamp.toISOString(),
    received_at: event.receivedAt.toISOString(),
    user_id: text(values.userId),
    anonymous_id: text(values.anonymousId),
    properties: isAttribute(event) ? {} : (joinPersonal(event.properties, values.properties) as JsonObject),
    context: joinPersonal(event.context, values.context) as JsonObject,
    flags: flagsOf(event.flags),
    traits: object(values.traits),
    group_id: text(values.groupId),
    previous_id: text(values.previousId),
    personal: state,
    caused_by: event.causedBy,
    depth: event.depth,
    schema_version: event.schemaVersion,
  };
}

function flagsOf(bits: number): EventItem['flags'] {
  const flags: EventItem['flags'] = [];
  if (bits & FLAGS.clockSkew) flags.push('clock_skew');
  if (bits & FLAGS.future) flags.push('future');
  if (bits & FLAGS.late) flags.push('late');
  if (bits & FLAGS.claimedIdentity) flags.push('claimed_identity');
  return flags;
}

/** What a list shows of it. */
export function itemOf(detail: EventDetail): EventItem {
  const { traits, group_id, previous_id, personal, caused_by, depth, schema_version, ...item } = detail;
  return item;
}
