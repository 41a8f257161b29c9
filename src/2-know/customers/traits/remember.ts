/** The subscriber that remembers what is said of somebody: identify and group calls, and what orders tell of their buyer. */
import { ORDER_EVENTS } from '#events/orders';
import type { CustomerId } from '#platform/ids';
import type { JsonObject, LoggedEvent, Subscriber } from '#platform/log';
import { open, openPersonal, seal, type Vault } from '#platform/vault';
import { merged, type Traits, traitsIn } from './merge-traits.ts';
import { saveTraits, sealedTraits } from './store.ts';

export const remembering = (vault: Vault): Subscriber => ({
  name: 'know/customers: remember traits',
  hears: ['identify', ...Object.values(ORDER_EVENTS)],
  startsAt: 'beginning',
  async on({ tx, events }) {
    const profiles = [...new Set(events.map(({ customerId }) => customerId))];
    const keys = await vault.existingKeys(profiles);
    const fresh = new Map<CustomerId, { traits: Traits; at: Date }>();
    for (const event of events) {
      const key = keys.get(event.customerId);
      const personal = openPersonal(key, event.personal);
      if (!personal) continue;
      const said = traitsSaid(event, personal);
      if (Object.keys(said).length === 0) continue;
      const before = fresh.get(event.customerId)?.traits ?? {};
      fresh.set(event.customerId, { traits: merged(before, said), at: event.timestamp });
    }
    if (fresh.size === 0) return;
    const known = await sealedTraits(tx, [...fresh.keys()]);
    const changed = [...fresh].flatMap(([profile, { traits, at }]) => {
      const key = keys.get(profile);
      if (!key) return [];
      const sealed = known.get(profile);
      const before = sealed ? traitsFrom(open(key, sealed)) : {};
      return [{ profile, at, sealed: seal(key, JSON.stringify(merged(before, traits))) }];
    });
    await saveTraits(tx, changed);
  },
});

const traitsFrom = (plain: Buffer | null): Traits => (plain ? (JSON.parse(plain.toString()) as Traits) : {});

function traitsSaid({ timestamp, position }: LoggedEvent, personal: JsonObject): Traits {
  const { traits } = personal;
  return typeof traits === 'object' && traits !== null && !Array.isArray(traits)
    ? traitsIn(traits, timestamp.getTime(), position)
    : {};
}
