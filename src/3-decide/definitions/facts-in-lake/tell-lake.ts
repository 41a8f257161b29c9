/**
 * The subscriber that tells the lake what is said of people. A row is a function of its event, and the lake keeps one of several that are alike,
 * so what is told a second time changes nothing: the cursor moves when the lake has it, and whatever is killed in between is told again.
 * That is why it may speak to the lake from within its transaction, unlike what leaves the building.
 */
import type { LoggedEvent, Subscriber } from '#platform/log';
import type { Platform } from '#platform/module';
import { openPersonal } from '#platform/vault';
import { SAYING } from '../facts.ts';
import { pastEvent } from '../past-event.ts';
import { insertFacts, whileThere } from '../query/store.ts';
import * as store from './store.ts';

export type TellParts = Pick<Platform, 'lake' | 'vault'>;

export const TELLING_NAME = 'decide/definitions: tell the lake';

export const tellingLake = (parts: TellParts): Subscriber => ({
  name: TELLING_NAME,
  hears: SAYING,
  startsAt: 'beginning',
  batch: 2000,
  async on({ tx, events }) {
    // Before keys are asked for: whoever is erased from here on is taken out after this.
    await store.lockTelling(tx);
    await tellLake(parts, events);
    await store.noteTold(tx, events.at(-1)?.position ?? 0);
  },
});

/** Of whoever was erased nothing is told: her key is gone. */
export async function tellLake({ lake, vault }: TellParts, events: readonly LoggedEvent[]): Promise<void> {
  const keys = await vault.existingKeys([...new Set(events.map(({ customerId }) => customerId))]);
  const said = events.flatMap((event) => {
    const key = keys.get(event.customerId);
    const past = key && pastEvent(event, openPersonal(key, event.personal));
    return past && past.facts.length > 0 ? [past] : [];
  });
  const [first, last] = [said[0], said.at(-1)];
  if (first && last)
    await whileThere(lake, () => insertFacts(lake, said, `facts-${first.position}-${last.position}`));
}
