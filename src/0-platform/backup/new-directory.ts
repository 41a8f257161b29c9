/**
 * A data directory in the making: all of it stands in `restoring/` and moves up at the end, who it is (`instance.json`) last. Whatever is
 * killed before leaves nothing that could be mistaken for an installation, and the next try begins by clearing it away.
 */
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../errors/index.ts';
import { sync } from './target/folder.ts';

export const stagingOf = (dataDir: string): string => join(dataDir, 'restoring');

/** What an earlier try left is cleared away. Throws `restore_folder_not_empty`. */
export async function mustBeEmpty(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const isLeft = names.includes('restoring') && !names.includes('instance.json');
  const left = isLeft ? ['restoring', ...MOVED] : [];
  if (names.some((name) => !left.includes(name) && name !== BESIDE))
    throw new Problem('restore_folder_not_empty', { params: { path: dataDir } });
  for (const name of left.toReversed()) await rm(join(dataDir, name), { recursive: true, force: true });
}

/** The sample shop, which has a directory of its own in there: whoever looked around first restores all the same. */
const BESIDE = 'sample';

/** What moves up before `instance.json` does. */
const MOVED = ['archive', 'erasures.jsonl', 'postgres', 'secrets.json'];

export async function moveUp(dataDir: string): Promise<void> {
  const staging = stagingOf(dataDir);
  const present = await readdir(staging);
  for (const name of MOVED.filter((one) => present.includes(one)))
    await rename(join(staging, name), join(dataDir, name));
  await sync(dataDir);
  await rename(join(staging, 'instance.json'), join(dataDir, 'instance.json'));
  await sync(dataDir);
  await rm(staging, { recursive: true, force: true });
}
