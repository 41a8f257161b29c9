/**
 * A database belongs to one installation, known by its master key. Several servers and workers may share the database
 * (`DATABASE_URL`) when they share `secrets.json`; with other secrets they are refused before they write anything.
 */
import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import { Refusal } from './refusal.ts';
import type { Secrets } from './secrets.ts';

export async function claimDatabase(pool: Pool, secrets: Secrets): Promise<void> {
  const fingerprint = createHmac('sha256', secrets.masterKey).update('regulars installation').digest('hex');
  await pool.query('INSERT INTO app.installation (key_fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [
    fingerprint,
  ]);
  const { rows } = await pool.query<{ key_fingerprint: string }>(
    'SELECT key_fingerprint FROM app.installation',
  );
  if (rows[0]?.key_fingerprint === fingerprint) return;
  throw new Refusal(
    'This database belongs to an installation with other secrets. Copy its secrets.json into this data directory, or use another database.',
    '此数据库属于另一套密钥的安装。请将其 secrets.json 复制到本数据目录，或改用其他数据库。',
  );
}

const OLDEST_POSTGRES = 150_000;

/** A server of the shop's own may be anything. */
export async function mustSuit(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ number: number; version: string; encoding: string }>(`
    SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
           current_setting('server_encoding') AS encoding`);
  const { number = 0, version, encoding } = rows[0] ?? {};
  if (number < OLDEST_POSTGRES)
    throw new Refusal(
      `The database at DATABASE_URL is PostgreSQL ${version}; Regulars needs 15 or later.`,
      `DATABASE_URL 指定的数据库是 PostgreSQL ${version}；Regulars 需要 15 或更高版本。`,
    );
  if (encoding !== 'UTF8')
    throw new Refusal(
      `The database at DATABASE_URL is encoded in ${encoding}; Regulars needs UTF8.`,
      `DATABASE_URL 指定的数据库编码为 ${encoding}；Regulars 需要 UTF8。`,
    );
}
