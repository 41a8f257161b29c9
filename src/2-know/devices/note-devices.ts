/** The subscriber that counts events by the device they came from, a row for each device and batch. */
import { type CustomerId, HOUSE } from '#platform/ids';
import type { LoggedEvent, Subscriber } from '#platform/log';
import { keyedUuid, openPersonal, seal, type Vault } from '#platform/vault';
import { type Device, deviceIn, nameOf } from './device.ts';
import { countEvents, forgetOldest } from './store.ts';

export type NoteParts = { vault: Vault; pepper: Buffer };

export const notingDevices = ({ vault, pepper }: NoteParts): Subscriber => ({
  name: 'know/devices: note devices',
  hears: '*',
  startsAt: 'beginning',
  batch: 5000,
  async on({ tx, events }) {
    const sent = events.filter(({ sourceId, personal }) => sourceId !== HOUSE && personal !== null);
    const keys = await vault.existingKeys([...new Set(sent.map(({ customerId }) => customerId))]);
    const seen = new Map<string, Seen>();
    for (const event of sent) {
      const key = keys.get(event.customerId);
      const personal = openPersonal(key, event.personal);
      const device = personal && deviceIn(event.context, personal);
      if (device) note(seen, event, device);
    }
    if (seen.size === 0) return;
    const fresh = await countEvents(
      tx,
      [...seen.values()].flatMap(({ customer, device, ...counts }) => {
        const key = keys.get(customer);
        // Hers alone: the same device of two customers has two, so that nobody reads off the table who lives with whom.
        const digest = keyedUuid(pepper, `device\0${customer}\0${nameOf(device)}`);
        return key ? [{ customer, digest, ...counts, sealed: seal(key, JSON.stringify(device)) }] : [];
      }),
    );
    await forgetOldest(tx, fresh);
  },
});

type Seen = { customer: CustomerId; device: Device; first: Date; last: Date; events: number };

function note(seen: Map<string, Seen>, { customerId, timestamp }: LoggedEvent, device: Device): void {
  const name = `${customerId} ${nameOf(device)}`;
  const before = seen.get(name);
  if (!before) {
    seen.set(name, { customer: customerId, device, first: timestamp, last: timestamp, events: 1 });
    return;
  }
  before.events++;
  if (timestamp < before.first) before.first = timestamp;
  if (timestamp < before.last) return;
  before.last = timestamp;
  before.device = device;
}
