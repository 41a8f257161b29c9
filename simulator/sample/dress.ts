/**
 * What makes of a simulated past a shop that one likes to look at: some people whom a newcomer should meet, and a name. Told by the doors that any
 * shop uses, and to be told again without doubling.
 */
import { parseArgs } from 'node:util';
import { makeCatalogue } from '../catalogue/index.ts';
import { openChannels } from '../send/channels.ts';
import { Instance } from '../send/instance.ts';
import { readWorld } from '../world/read-world.ts';
import { tellPeople } from './people-to-meet.ts';

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: 'small' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const of = (name: string): string => process.env[name] ?? '';
const instance = new Instance({
  url: of('SIMULATE_URL'),
  writeKey: of('SIMULATE_WRITE_KEY'),
  apiKey: of('SIMULATE_API_KEY'),
});
try {
  const world = readWorld(values.world);
  const products = makeCatalogue(world.catalogue, Number(values.seed));
  const { own } = await openChannels(instance, world);
  await tellPeople(instance, { channel: own, products, now: new Date() });
  await instance.api('PATCH', '/api/settings', { shop_name: `${world.title.zh} ${world.title.en}` });
} finally {
  instance.close();
}
