/**
 * What an event says of somebody: the statements that conditions on traits, attributes, tags and consent rest on. What identifies is none of
 * them (`identifying.ts`).
 */
import { CONSENT_EVENTS } from '#events/consent';
import { FACT_EVENTS } from '#events/facts';
import type { Json, JsonObject } from '#platform/log';
import type { Statement } from './history.ts';
import { clearValue, identifies } from './identifying.ts';

/** Events and types of calls that say something. */
export const SAYING: readonly string[] = ['identify', CONSENT_EVENTS.changed, ...Object.values(FACT_EVENTS)];

type Told = {
  type: string;
  event: string;
  house: boolean;
  properties: JsonObject;
  /** The event's sealed part, opened: traits of an identify call, values of attributes. Null: there is none, or no key for it any more. */
  personal: JsonObject | null;
};

export function factsIn({ type, event, house, properties, personal }: Told): Statement[] {
  if (type === 'identify') return named('trait', Object.entries(objectIn(personal?.traits)));
  if (!house) return [];
  switch (event) {
    case CONSENT_EVENTS.changed:
      return [
        { fact: `consent:${properties.purpose}:${properties.channel}`, value: properties.state ?? null },
      ];
    case FACT_EVENTS.tagAdded:
      return [{ fact: `tag:${properties.tag}`, value: true }];
    case FACT_EVENTS.tagRemoved:
      return [{ fact: `tag:${properties.tag}`, value: null }];
    case FACT_EVENTS.attributeNoted:
      return named('attribute', [
        [String(properties.attribute), objectIn(personal?.properties).value ?? null],
      ]);
    default:
      return [];
  }
}

const named = (kind: string, said: readonly (readonly [string, Json])[]): Statement[] =>
  said
    .filter(([name]) => !identifies(name))
    .map(([name, value]) => ({ fact: `${kind}:${name}`, value: clearValue(value) }));

const objectIn = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
