/**
 * The simulator, as the program beside the house that it is: it reaches an instance by its public doors and is told of it by the environment, so
 * that keys stand in no list of processes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataDirectory } from '../data-directory.ts';
import type { Started } from '../supervisor/child.ts';
import type { SampleFile } from './sample-file.ts';

const place = (program: string): string =>
  fileURLToPath(new URL(`../../../simulator/${program}`, import.meta.url));

/** What makes the sample the same everywhere. Its world has few people, and as few programs as visit so small a shop, to be there in half a minute. */
const SHOP = ['--world', place('sample/world.json'), '--seed', '20261111'];
/** A day of theirs in a quarter of an hour: at the speed of life, a shop of this size is empty for minutes. */
const ITS_PRESENT = ['--live', '100', '--resume'];
const STOP_PATIENCE_MS = 5_000;

export type Reaching = { url: string; directory: DataDirectory; keys: SampleFile };

function start(program: string, args: readonly string[], { url, directory, keys }: Reaching): ChildProcess {
  const out = join(directory.path, 'simulator');
  return spawn(process.execPath, [place(program), ...SHOP, '--out', out, '--json', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
    env: {
      ...process.env,
      SIMULATE_URL: url,
      SIMULATE_WRITE_KEY: keys.write_key,
      SIMULATE_API_KEY: keys.api_key,
      NODE_COMPILE_CACHE: join(directory.path, 'compiled'),
    },
  });
}

/** To its end; throws where it fails. */
export async function runSimulator(
  program: string,
  args: readonly string[],
  reaching: Reaching,
): Promise<void> {
  const child = start(program, args, reaching);
  process.once('SIGTERM', () => child.kill());
  const code = await new Promise((done) => child.once('close', done));
  if (child.killed) process.exit(1);
  if (code !== 0) throw new Error(`simulator/${program} ended with ${code}.`);
}

/** Shoppers who come and go as people do. */
export async function startShoppers(reaching: Reaching): Promise<Started> {
  const child = start('main.ts', ITS_PRESENT, reaching);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await gone;
    clearTimeout(impatience);
  };
  return { process: child, stop };
}
