/** What the supervisor does when the sample shop is up: its past is filled in once, its shoppers are let in and kept alive. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from '#platform/settings';
import { told } from '../refusal.ts';
import type { Running } from '../supervisor/supervise.ts';
import { readSample } from './sample-file.ts';
import { startShoppers } from './simulator-process.ts';

export async function openSample(
  running: Running,
  { settings, stopping, say }: { settings: Settings; stopping: AbortSignal; say(line: string): void },
): Promise<void> {
  const { directory, url } = running;
  if (!readSample(directory)?.filled) {
    say(told('Filling the sample shop …', '正在准备示例商店……'));
    await fill(settings, stopping);
  }
  const keys = readSample(directory);
  // Without keys nobody could come in.
  if (keys?.api_key) await running.keep('shoppers', () => startShoppers({ url, directory, keys }));
}

/** In a process of its own: this one stays, and should stay small. */
async function fill(settings: Settings, signal: AbortSignal): Promise<void> {
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
  const child = spawn(process.execPath, [cli, 'sample', 'fill', '--data-dir', settings.DATA_DIR, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    signal,
    env: { ...process.env, ...NO_ENGINES, NODE_COMPILE_CACHE: join(settings.DATA_DIR, 'compiled') },
  });
  // Aborted, it says so by an error before it closes.
  child.on('error', () => {});
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error('The sample shop could not be filled.');
}

/** An empty setting is none: the shop's own engines are not the sample's. */
const NO_ENGINES = { DATABASE_URL: '', CLICKHOUSE_URL: '' };

/** The address by which whoever sits at this terminal enters, once. */
export async function newVisitor(running: Running): Promise<string> {
  const { newTicket } = await import('#platform/auth');
  const { ticket, digest } = newTicket();
  running.admit(digest);
  return `/enter#${ticket}`;
}
