/**
 * Plain SQL, forward only: each module keeps `migrations/NNNN-what.sql`, applied once, in the order of the wiring, each in a
 * transaction of its own together with its entry in `platform.migration`. A file that changed after it was applied,
 * or an entry that the code does not know (a newer version ran here), refuses the start.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';

export type MigrationSet = { module: string; folder: string };

export class SchemaIsNewer extends Error {
  override readonly name = 'SchemaIsNewer';
}

/** `module/name` and the digest of its text. */
export type Applied = { key: string; checksum: string };

/**
 * Applies what is missing; returns the names applied. One runner at a time, by an advisory lock. `only`: no others than these, for a schema as
 * an older version knew it.
 */
export async function migrate(
  pool: Pool,
  sets: MigrationSet[],
  only?: ReadonlySet<string>,
): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('regulars.migrate'))");
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS platform;
      CREATE TABLE IF NOT EXISTS platform.migration (
        module text NOT NULL, name text NOT NULL, checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (module, name))`);
    const missing = missingOf(await appliedTo(client), migrationsIn(sets));
    const wanted = missing.filter(({ key }) => !only || only.has(key));
    for (const migration of wanted) await apply(client, migration);
    return wanted.map(({ key }) => key);
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext('regulars.migrate'))").catch(() => {});
    client.release();
  }
}

/** What `migrate` would apply. Throws `SchemaIsNewer` as it would. */
export const pendingMigrations = async (pool: Pool, sets: MigrationSet[]): Promise<string[]> =>
  missingOf(await appliedTo(pool), migrationsIn(sets)).map(({ key }) => key);

/** What was applied to this database, in order of time. */
export async function appliedTo(on: Pool | PoolClient): Promise<Applied[]> {
  const { rows } = await on.query<Applied>(
    "SELECT module || '/' || name AS key, checksum FROM platform.migration ORDER BY applied_at, module, name",
  );
  return rows;
}

export type Migration = Applied & { module: string; name: string; text: string };

/** What this version has. */
export const migrationsIn = (sets: MigrationSet[]): Migration[] => sets.flatMap(filesOf);

function missingOf(applied: readonly Applied[], all: readonly Migration[]): Migration[] {
  const known = new Map(applied.map(({ key, checksum }) => [key, checksum]));
  const missing: Migration[] = [];
  for (const migration of all) {
    const before = known.get(migration.key);
    known.delete(migration.key);
    if (before === undefined) missing.push(migration);
    else if (before !== migration.checksum)
      throw new Error(`Migration ${migration.key} was changed after it had been applied.`);
  }
  if (known.size > 0) {
    throw new SchemaIsNewer(
      `The data in this directory was written by a newer version of Regulars (it has ${[...known.keys()].join(', ')}). Install that version, or restore a backup made by this one.`,
    );
  }
  return missing;
}

async function apply(client: PoolClient, { key, module, name, text, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(text);
    await client.query('INSERT INTO platform.migration (module, name, checksum) VALUES ($1, $2, $3)', [
      module,
      name,
      checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new Error(`Migration ${key} failed: ${(error as Error).message}`, { cause: error });
  }
}

function filesOf({ module, folder }: MigrationSet): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const checksum = createHash('sha256').update(text).digest('hex');
      return { key: `${module}/${name}`, module, name, text, checksum };
    });
}
