/** The subscriber that remembers what somebody says she likes: traits, and what preference centres send. */
import { PREFERENCE_EVENTS } from '#events/preferences';
import type { CustomerId } from '#platform/ids';
import type { Json, JsonObject, LoggedEvent, Subscriber } from '#platform/log';
import { openPersonal, seal, type Vault } from '#platform/vault';
import { merged, type Stated, statedIn } from './stated.ts';
import { lockStated, saveStated } from './store.ts';

export const rememberingPreferences = (vault: Vault): Subscriber => ({
  name: 'know/preferences: remember preferences',
  hears: ['identify', ...Object.values(PREFERENCE_EVENTS)],
  startsAt: 'beginning',
  async on({ tx, events }) {
    const keys = await vault.existingKeys([...new Set(events.map(({ customerId }) => customerId))]);
    const fresh = new Map<CustomerId, { stated: Stated; at: Date }>();
    for (const event of events) {
      const key = keys.get(event.customerId);
      const said = saidIn(event, openPersonal(key, event.personal) ?? {});
      if (!key || Object.keys(said).length === 0) continue;
      const before = fresh.get(event.customerId)?.stated ?? {};
      fresh.set(event.customerId, { stated: merged(before, said), at: event.timestamp });
    }
    if (fresh.size === 0) return;
    const known = await lockStated(tx, keys, [...fresh.keys()]);
    await saveStated(
      tx,
      [...fresh].flatMap(([profile, { stated, at }]) => {
        const [key, before] = [keys.get(profile), known.get(profile)];
        return key && before
          ? [{ profile, at, sealed: seal(key, JSON.stringify(merged(before, stated))) }]
          : [];
      }),
    );
  },
});

function saidIn({ type, timestamp, position, properties }: LoggedEvent, personal: JsonObject): Stated {
  const moment = { at: timestamp.getTime(), position };
  if (type === 'identify') return statedIn(object(personal.traits), 'trait', moment);
  const sent = { ...properties, ...object(personal.properties) };
  return statedIn({ ...sent, ...object(sent.preferences) }, 'customer', moment);
}

const object = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
