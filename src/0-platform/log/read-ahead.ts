/**
 * After a start nothing of the log is in memory, and its indexes are touched in random places: each event would wait for the disk twice. So
 * their files are read once from end to end, which takes seconds where page by page takes minutes. Only the embedded database's files are
 * at hand; elsewhere nothing happens.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Db, sql } from '../postgres/index.ts';

const CHUNK_BYTES = 4 * 2 ** 20;

/** `folder`: the cluster's data folder. Reads no more than half of the memory that is free; returns the bytes read. */
export async function readAhead(
  db: Db,
  { folder, now, signal, most = process.availableMemory() / 2 }: ReadAhead,
): Promise<number> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  for (const path of await indexFiles(db, now)) {
    for (let segment = 0; ; segment++) {
      const file = await open(join(folder, segment === 0 ? path : `${path}.${segment}`)).catch(() => null);
      if (!file) break;
      try {
        for (let read = 1; read > 0; bytes += read) {
          if (signal.aborted || bytes >= most) return bytes;
          ({ bytesRead: read } = await file.read(buffer, 0, CHUNK_BYTES));
        }
      } finally {
        await file.close();
      }
    }
  }
  return bytes;
}

export type ReadAhead = { folder: string; now: Date; signal: AbortSignal; most?: number };

/** What a new event is looked up and entered in: this month's, then the month's that deduplication still reaches into. */
async function indexFiles(db: Db, now: Date): Promise<string[]> {
  const before = new Date(now.getTime() - 30 * 86_400_000);
  const months = [now, before].map((day) => `event_${day.toISOString().slice(0, 7).replace('-', '_')}`);
  const { rows } = await sql<{ path: string }>`
    SELECT pg_relation_filepath(i.indexrelid) AS path
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'log' AND c.relname = ANY(${months}) AND NOT i.indisprimary
     ORDER BY c.relname DESC, i.indexrelid`.execute(db);
  return rows.map(({ path }) => path);
}
