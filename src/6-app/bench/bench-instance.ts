/** An installation for a benchmark, in a directory that is removed afterwards: started as users start it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '#platform/settings';
import { type AppPlatform, openPlatform } from '../platform.ts';
import { copyWhole } from './keep-snapshot.ts';
import type { Load, LoadResult } from './load-generator.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const generator = fileURLToPath(new URL('./load-generator.ts', import.meta.url));

export type BenchInstance = {
  url: string;
  dataDir: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  pids(): Promise<{ name: string; pid: number }[]>;
  regulars<T>(...args: string[]): Promise<T>;
  platform<T>(work: (platform: AppPlatform) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
};

/**
 * Which processors an installation runs on and which the load, for `taskset`: so that a flood takes from the installation only what
 * answering it costs. Null where there is one processor for all.
 */
export const APART =
  availableParallelism() < 2
    ? null
    : { installation: `0-${availableParallelism() - 2}`, load: String(availableParallelism() - 1) };

const on = (processors: string | undefined, args: string[]): [string, string[]] =>
  processors === undefined
    ? [process.execPath, args]
    : ['taskset', ['-c', processors, process.execPath, ...args]];

/** `REGULARS_BENCH_DIR` chooses the disk. `snapshot`: an installation to begin with, which stays as it is. */
export async function benchInstance(processors?: string, snapshot?: string): Promise<BenchInstance> {
  const dataDir = mkdtempSync(join(process.env.REGULARS_BENCH_DIR ?? tmpdir(), 'rg-bench-'));
  if (snapshot) copyWhole(snapshot, dataDir);
  const port = await freePort();
  let child: ChildProcess | null = null;
  const regulars = <T>(...args: string[]): Promise<T> =>
    output<T>([cli, ...args, '--data-dir', dataDir, '--json']);
  const stop = async (): Promise<void> => {
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child?.once('exit', done));
    child.kill('SIGTERM');
    await gone;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    regulars,
    stop,
    start: async () => {
      const args = [cli, 'start', '--port', String(port), '--data-dir', dataDir, '--json'];
      child = spawn(...on(processors, args), {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, LOG_LEVEL: 'error' },
      });
      await firstLine(child);
    },
    pids: async () => (await regulars<{ processes: { name: string; pid: number }[] }>('status')).processes,
    platform: async (work) => {
      const platform = await openPlatform(readSettings({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }), {
        process: 'cli',
        connections: 4,
      });
      try {
        return await work(platform);
      } finally {
        await platform.close();
      }
    },
    remove: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const runLoad = (load: Load, processors?: string): Promise<LoadResult> =>
  output<LoadResult>([generator, JSON.stringify(load)], processors);

/** A program that takes its task as JSON and prints one line of it. */
export const runProcess = <T>(program: URL, task: unknown): Promise<T> =>
  output<T>([fileURLToPath(program), JSON.stringify(task)]);

/** So that nothing is read from memory that was written before. Only root may; said in the result where it could not be done. */
export function dropCaches(): boolean {
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

async function output<T>(args: string[], processors?: string): Promise<T> {
  const child = spawn(...on(processors, args), { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  await new Promise((done) => child.once('close', done));
  return JSON.parse(out.trim().split('\n').at(-1) ?? '') as T;
}

function firstLine(child: ChildProcess): Promise<void> {
  return new Promise((ready, failed) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('{"url"')) ready();
    });
    child.once('exit', (code) => failed(new Error(`The instance did not start (${code}).`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
