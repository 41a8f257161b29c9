/** What the database says of its own tables: which are ours, what refers to what, how far sequences have come. */
import pg, { type PoolClient } from 'pg';

export type Table = { schema: string; name: string; of: string | null; columns: string[] };
export type Sequence = { schema: string; name: string; value: number };

export const named = (schema: string, name: string): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;

export const columnList = (columns: readonly string[]): string =>
  columns.map((column) => pg.escapeIdentifier(column)).join(', ');

/** Each module has a schema of its name; whatever else lives in the database of a shop is not ours to carry. */
const OURS = `SELECT DISTINCT replace(regexp_replace(module, '^.*/', ''), '-', '_') FROM platform.migration`;

/** Tables and partitions that hold rows, with the columns that can be written. The list of migrations is made by migrating. */
const TABLES = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, pn.nspname || '.' || p.relname AS of,
         ARRAY(SELECT a.attname::text FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN pg_class p ON p.oid = i.inhparent
    LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
   WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname IN (${OURS}) AND n.nspname <> 'platform' ORDER BY 1, 2`;

export const tables = async (client: PoolClient): Promise<Table[]> =>
  (await client.query<Table>(TABLES)).rows;

const SEQUENCES = `SELECT schemaname::text AS schema, sequencename::text AS name, last_value AS value FROM pg_sequences
  WHERE schemaname IN (${OURS}) AND last_value IS NOT NULL ORDER BY 1, 2`;

export const sequences = async (client: PoolClient): Promise<Sequence[]> =>
  (await client.query<Sequence>(SEQUENCES)).rows;

const REFERENCES = `
  SELECT cn.nspname || '.' || c.relname AS who, rn.nspname || '.' || r.relname AS whom
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
    JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
   WHERE k.contype = 'f' AND k.conrelid <> k.confrelid`;

/** So that whoever is referred to comes first. Nobody's rights are needed, as they would be to switch foreign keys off. */
export async function inOrder<T extends Pick<Table, 'schema' | 'name'>>(
  client: PoolClient,
  all: readonly T[],
): Promise<T[]> {
  const { rows } = await client.query<{ who: string; whom: string }>(REFERENCES);
  const keyOf = (table: T): string => `${table.schema}.${table.name}`;
  const waiting = new Map(all.map((table) => [keyOf(table), table]));
  const ordered: T[] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      ([key]) => !rows.some(({ who, whom }) => who === key && waiting.has(whom)),
    );
    if (free.length === 0) throw new Error(`Tables refer to each other: ${[...waiting.keys()].join(', ')}`);
    for (const [key, table] of free) {
      ordered.push(table);
      waiting.delete(key);
    }
  }
  return ordered;
}

/** Nothing of anybody: no table, view or sequence, those of extensions excepted. */
export async function isEmpty(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ used: boolean }>(`
    SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')) AS used`);
  return rows[0]?.used === false;
}

export async function schemas(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT nspname::text AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'",
  );
  return rows.map(({ name }) => name);
}

export async function dropSchemas(client: PoolClient, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const drop = `DROP SCHEMA ${pg.escapeIdentifier(name)} CASCADE`;
    await client.query(drop);
  }
}
