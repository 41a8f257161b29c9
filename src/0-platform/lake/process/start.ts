/** Starts the lake process as a child of this one, and says when it is ready. Whoever starts it decides when to start it again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type LakeProcess = { process: ChildProcess; stop(): Promise<void> };

export type LakeProcessOptions = {
  dataFolder: string;
  /** Short path (≤ 100 bytes), in a folder only we can enter. */
  socketPath: string;
  /** Answers on this loopback port too. */
  port?: number;
  /** Run as this user where we are root. */
  user?: { uid: number; gid: number } | null;
};

/** JavaScript is the small part of this process. */
const SMALL = ['--max-semi-space-size=2', '--v8-pool-size=1', '--optimize-for-size'];

export async function startLakeProcess({
  dataFolder,
  socketPath,
  port,
  user,
}: LakeProcessOptions): Promise<LakeProcess> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [...SMALL, main, '--data', dataFolder, '--socket', socketPath, ...(port ? ['--port', String(port)] : [])],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C is for whoever started it, who stops it in its turn.
      detached: true,
      // Statements run on libuv's threads: as many as may be under way, and some for files and names.
      // What was compiled once is kept: the compiler for TypeScript alone would take 20 MB.
      env: {
        ...process.env,
        UV_THREADPOOL_SIZE: '16',
        NODE_OPTIONS: '',
        NODE_COMPILE_CACHE: join(dataFolder, 'compiled'),
      },
      ...(user ?? {}),
    },
  );
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  await new Promise<void>((ready, failed) => {
    child.once('message', () => ready());
    child.once('exit', (code, signal) =>
      failed(new Error(`The lake did not start (${signal ?? code}): ${said}`)),
    );
  });
  return { process: child, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(impatience);
}
