/** Fills an empty sample shop: a year of its past by the simulator, its front, and some people whom one should meet. Cut off, it begins again. */
import { openFront } from '#act/storefront';
import { createKey, createSource, sourceIdByName } from '#know/sources';
import { userSigning } from '#know/sources/module';
import type { AppPlatform } from '../platform.ts';
import { readSample, type SampleFile, writeSample } from './sample-file.ts';
import { runSimulator } from './simulator-process.ts';

const BY = { kind: 'system', name: 'sample shop' } as const;
const ATTEMPTS = 3;
const FRONT = { name: '山月集 / Hillmoon', currency: 'CNY', zone: 'Asia/Shanghai', country: 'CN' };

export async function fillSample(platform: AppPlatform, url: string): Promise<void> {
  const { directory } = platform;
  if (readSample(directory)?.filled) return;
  const keys = readSample(directory) ?? (await makeKeys(platform));
  const reaching = { url, directory, keys };
  await insistently(() => runSimulator('main.ts', ['--resume'], reaching));
  await runSimulator('sample/dress.ts', [], reaching);
  await openFront({ ...platform, signing: userSigning }, FRONT);
  writeSample(directory, { ...keys, filled: true });
}

/** What was cut off goes on from the last weeks that were taken in. */
async function insistently(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function makeKeys(platform: AppPlatform): Promise<SampleFile> {
  const name = 'Sample shop';
  const sourceId =
    (await sourceIdByName(platform.db, name)) ?? (await createSource(platform, BY, { name, kind: 'server' }));
  const { writeKey } = await createKey(platform, BY, { sourceId, kind: 'server' });
  const { apiKey } = await platform.auth.createApiKey({ name, role: 'owner' });
  const keys = { write_key: writeKey, api_key: apiKey, filled: false };
  writeSample(platform.directory, keys);
  return keys;
}
