/**
 * A real PostgreSQL for tests: one server a run (vitest's global setup starts it and hands its address over in
 * `REGULARS_TEST_POSTGRES`), one database a test file, cloned from a template that holds the migrated schema.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Cluster, startCluster } from './cluster.ts';
import { connect, type Database } from './connect.ts';
import { type MigrationSet, migrate } from './migrate.ts';

export { atEachStatement, type Death, Died, type DyingProcess, dyingProcess } from './dying-process.ts';

export type TestCluster = { cluster: Cluster; address: string; stop(): Promise<void> };

/** A throw-away server. Durability is off: what tests durability starts a cluster of its own. */
export async function startTestCluster(settings: Record<string, string> = {}): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'rg-pg-'));
  const cluster = await startCluster({
    dataFolder: join(folder, 'data'),
    runFolder: join(folder, 'run'),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      shared_buffers: '128MB',
      max_connections: '200',
      ...settings,
    },
  });
  return {
    cluster,
    address: JSON.stringify(cluster.connection),
    stop: async () => {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A database of one's own with the given migrations applied. */
export async function testDatabase(
  sets: MigrationSet[],
): Promise<Database & { connection: Cluster['connection'] }> {
  const address = process.env.REGULARS_TEST_POSTGRES;
  if (!address) throw new Error('REGULARS_TEST_POSTGRES is not set: run tests through vitest.config.ts');
  const server = JSON.parse(address) as Cluster['connection'];
  const template = await templateFor(server, sets);
  const database = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, (admin) =>
    admin.query(`CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY FILE_COPY`),
  );
  const connection = { ...server, database };
  const opened = connect(connection, { max: 8 });
  return {
    ...opened,
    connection,
    close: async () => {
      await opened.close();
      await asAdmin(server, (admin) => admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
    },
  };
}

async function templateFor(server: Cluster['connection'], sets: MigrationSet[]): Promise<string> {
  const name = `template_${createHash('sha256').update(JSON.stringify(sets)).digest('hex').slice(0, 12)}`;
  await asAdmin(server, async (admin) => {
    await admin.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [
      name,
    ]);
    if (rowCount) return;
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await admin.query(`CREATE DATABASE ${name}`);
    const fresh = connect({ ...server, database: name }, { max: 1 });
    await migrate(fresh.pool, sets);
    await fresh.close();
    await admin.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  });
  return name;
}

async function asAdmin(
  server: Cluster['connection'],
  work: (admin: pg.Client) => Promise<unknown>,
): Promise<void> {
  const admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
