/** Starts one of our own entry files as a child and waits until it says that it is ready. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Started } from './child.ts';

const STOP_PATIENCE_MS = 15_000;

export async function startNodeChild(
  entry: string,
  flags: readonly string[],
  env: Record<string, string>,
  compileCache: string,
): Promise<Started> {
  const child = spawn(process.execPath, [...flags, entry], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
    // Of many arenas, one for each thread, each would keep what it once held.
    env: {
      ...process.env,
      MALLOC_ARENA_MAX: '2',
      ...env,
      NODE_COMPILE_CACHE: join(compileCache, 'compiled'),
    },
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await gone;
    clearTimeout(impatience);
  };
  await new Promise<void>((ready, failed) => {
    child.once('message', () => ready());
    child.once('error', failed);
    child.once('exit', (code, signal) =>
      failed(new Error(`${entry.split('/').at(-1)} did not start (${signal ?? code}).`)),
    );
  });
  return { process: child, stop };
}
