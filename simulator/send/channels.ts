/** The channels that orders belong to; opened where they are missing. */
import type { World } from '../world/world.ts';
import type { Instance } from './instance.ts';

export type Channels = { own: string; marketplace: string };
type Found = { items: { id: string; name: string }[] };

export async function openChannels(instance: Instance, world: World): Promise<Channels> {
  const open = async (name: string, platform: string): Promise<string> => {
    const { items } = await instance.api<Found>('GET', `/api/channels?q=${encodeURIComponent(name)}`);
    const known = items.find((channel) => channel.name === name);
    if (known) return known.id;
    const { currency, zone, country } = world;
    const made = { name, platform, currency, zone, country };
    return (await instance.api<{ id: string }>('POST', '/api/channels', made)).id;
  };
  return {
    own: await open(world.channels.own, 'own'),
    marketplace: await open(world.channels.marketplace, 'tmall'),
  };
}
