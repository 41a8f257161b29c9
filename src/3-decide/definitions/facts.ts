/** What an event says of somebody: the statements that conditions on traits, attributes, tags and consent rest on. */
import { CONSENT_EVENTS } from '#events/consent';
import { FACT_EVENTS } from '#events/facts';
import type { JsonObject } from '#platform/log';
import type { Statement } from './history.ts';

type Told = {
  type: string;
  event: string;
  house: boolean;
  properties: JsonObject;
  /** Of an identify call, open. */
  traits: JsonObject;
};

export function factsIn({ type, event, house, properties, traits }: Told): Statement[] {
  if (type === 'identify')
    return Object.entries(traits).map(([name, value]) => ({ fact: `trait:${name}`, value }));
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
      return [{ fact: `attribute:${properties.attribute}`, value: properties.value ?? null }];
    default:
      return [];
  }
}
