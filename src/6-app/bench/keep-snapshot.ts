/**
 * An installation that took long to fill, kept whole, so that other benchmarks stand on it without filling it again: in the folder that
 * `REGULARS_BENCH_CACHE` names, and nowhere where it names none.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const folder = (): string | undefined => process.env.REGULARS_BENCH_CACHE;

/** Of an instance that is stopped. Owners and times stay, because Postgres asks for its own. */
export function keepLarge(seed: number, customers: string, dataDir: string): string | null {
  const cache = folder();
  if (!cache) return null;
  const path = join(cache, nameOf(seed, customers));
  mkdirSync(cache, { recursive: true });
  rmSync(path, { recursive: true, force: true });
  copyWhole(dataDir, `${path}.partial`);
  renameSync(`${path}.partial`, path);
  return path;
}

export function copyWhole(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  const { status } = spawnSync('cp', ['-a', '--reflink=auto', from, to], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${from} could not be copied to ${to}`);
}

const nameOf = (seed: number, customers: string): string => `large-${seed}-${customers}`;
