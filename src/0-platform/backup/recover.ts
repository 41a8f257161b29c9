/** PostgreSQL brings the copy to the end of its log, or to a moment. It answers nobody before that. */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Problem } from '../errors/index.ts';
import { type Cluster, startCluster } from '../postgres/index.ts';
import { sync } from './target/folder.ts';

/** Written by the server into its own log, in English: the process runs with LC_ALL=C.UTF-8. */
const TOO_SHORT = 'recovery ended before configured recovery target was reached';

export type Recovered = {
  cluster: Cluster;
  /** Instant of the last commit that is in; null where none was replayed. */
  reached: Date | null;
};

export async function recover(
  { postgres, run }: { postgres: string; run: string },
  at: Date | null,
): Promise<Recovered> {
  await mkdir(run, { recursive: true, mode: 0o700 });
  const signal = join(postgres, 'recovery.signal');
  await writeFile(signal, '', { mode: 0o600 });
  await syncFile(signal);
  await sync(postgres);
  const start = (target: Record<string, string>): Promise<Cluster> =>
    startCluster({ dataFolder: postgres, runFolder: run, settings: { ...ALWAYS, ...target } });
  const cluster = await reach(start, at);
  return { cluster, reached: await lastCommit(cluster) };
}

const ALWAYS = {
  // All there is lies in pg_wal already.
  restore_command: 'false',
  recovery_target_timeline: 'current',
  recovery_target_action: 'promote',
  // The whole file system at once instead of file by file: before it begins, the server makes sure of what we wrote.
  recovery_init_sync_method: 'syncfs',
  // Nobody reads before it is done; and so the sizes of the machine it came from do not matter.
  hot_standby: 'off',
};

async function reach(
  start: (target: Record<string, string>) => Promise<Cluster>,
  at: Date | null,
): Promise<Cluster> {
  try {
    return await start(
      at ? { recovery_target_time: at.toISOString().replace('T', ' ').replace('Z', '+00') } : {},
    );
  } catch (error) {
    const message = (error as Error).message;
    // Nothing was committed after that moment: so the end of the log is that moment.
    if (at && message.includes(TOO_SHORT)) return await reach(start, null);
    throw new Problem('restore_failed', { params: { reason: lastLine(message) }, cause: error });
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

async function lastCommit({ connection }: Cluster): Promise<Date | null> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date | null }>('SELECT pg_last_xact_replay_timestamp() AS at');
    return rows[0]?.at ?? null;
  } finally {
    await client.end();
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
