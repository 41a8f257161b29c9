/** A whole installation for a test: really started by `bin/regulars start`, on a free port, in a data directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../src/6-app/cli.ts');

export type Instance = {
  url: string;
  dataDir: string;
  /** Only an installation's first start tells. */
  owner: { email: string; password: string } | null;
  process: ChildProcess;
  /** Runs a command of `bin/regulars` on it; its JSON answer. */
  regulars<T>(...args: string[]): Promise<T>;
  /** Process ids by name, as `bin/regulars status` has them. */
  pids(): Promise<Record<string, number>>;
  stop(): Promise<void>;
};

export type InstanceOptions = { dataDir?: string; env?: Record<string, string>; demo?: boolean };

export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'rg-instance-'));
  const demo = options.demo ? ['--demo'] : [];
  const child = spawnCli(
    ['start', ...demo, '--port', String(await freePort()), '--data-dir', dataDir, '--json'],
    options.env,
  );
  const { url, owner } = await firstLine(child);
  const regulars = <T>(...args: string[]): Promise<T> =>
    runCommand<T>([...args, '--data-dir', dataDir, '--json'], options.env);
  return {
    url,
    dataDir,
    owner,
    process: child,
    regulars,
    pids: async () => {
      const { processes } = await regulars<{ processes: { name: string; pid: number }[] }>('status');
      return Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));
    },
    stop: async () => {
      await stopped(child);
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function spawnCli(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: '', LC_MESSAGES: '', LOG_LEVEL: 'warn', ...env },
  });
}

async function firstLine(child: ChildProcess): Promise<{ url: string; owner: Instance['owner'] }> {
  let out = '';
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  return await new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const line = out.split('\n').find((text) => text.startsWith('{"url"'));
      if (line) resolve(JSON.parse(line));
    });
    child.once('exit', (code) => reject(new Error(`The instance did not start (${code}): ${errors}${out}`)));
  });
}

export type Ran = { code: number | null; out: string; errors: string };

/** Runs a command to its end. */
export async function run(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawnCli(args, env);
  const ran: Ran = { code: null, out: '', errors: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    ran.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    ran.errors += chunk.toString();
  });
  ran.code = await new Promise((done) => child.once('close', done));
  return ran;
}

export async function runCommand<T>(args: string[], env: Record<string, string> = {}): Promise<T> {
  const { out, errors } = await run(args, env);
  const line = out.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`regulars ${args.join(' ')}: ${errors || out}`);
  return JSON.parse(line) as T;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Asks again until the answer is what is wanted; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T> | T, isWanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    await new Promise((next) => setTimeout(next, 25));
  }
}
