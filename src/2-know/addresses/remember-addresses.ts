/** The subscriber that remembers what is said of addresses. What orders say stays with them. */
import { ADDRESS_EVENTS } from '#events/addresses';
import type { CustomerId } from '#platform/ids';
import type { Subscriber } from '#platform/log';
import { openPersonal, seal, type Vault } from '#platform/vault';
import { type Book, merged } from './book.ts';
import { saidInEvent } from './said-in-event.ts';
import { lockBooks, saveBooks } from './store.ts';

export const rememberingAddresses = (vault: Vault): Subscriber => ({
  name: 'know/addresses: remember addresses',
  hears: ['identify', ...Object.values(ADDRESS_EVENTS)],
  startsAt: 'beginning',
  async on({ tx, events }) {
    const keys = await vault.existingKeys([...new Set(events.map(({ customerId }) => customerId))]);
    const fresh = new Map<CustomerId, { book: Book; at: Date }>();
    for (const event of events) {
      const key = keys.get(event.customerId);
      const personal = openPersonal(key, event.personal);
      if (!personal) continue;
      const moment = { at: event.timestamp.getTime(), position: event.position };
      const said = saidInEvent(event, personal, moment);
      if (Object.keys(said).length === 0) continue;
      const before = fresh.get(event.customerId)?.book ?? {};
      fresh.set(event.customerId, { book: merged(before, said), at: event.timestamp });
    }
    if (fresh.size === 0) return;
    const known = await lockBooks(tx, keys, [...fresh.keys()]);
    await saveBooks(
      tx,
      [...fresh].flatMap(([profile, { book, at }]) => {
        const [key, before] = [keys.get(profile), known.get(profile)];
        return key && before
          ? [{ profile, at, sealed: seal(key, JSON.stringify(merged(before, book))) }]
          : [];
      }),
    );
  },
});
