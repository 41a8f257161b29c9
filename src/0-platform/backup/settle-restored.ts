/** A database that came back finds its place: a line of its own, egress off, and nothing under way that was under way then. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { months } from '../archive/index.ts';
import type { Clock } from '../clock/index.ts';
import { Problem } from '../errors/index.ts';
import { type Connection, connect, type Database } from '../postgres/index.ts';
import type { BackupSettings } from './parts.ts';
import { settleRestored } from './place.ts';
import * as store from './store.ts';

export type Settling = {
  /** Where the installation will be, and where its archive is now. */
  dataDir: string;
  archive: string;
  settings: BackupSettings;
  clock: Clock;
  /** What it came from: it was being made when it was read, so the database takes it for unfinished. */
  made: { id: string; finishedAt: Date };
  reached: Date | null;
};

export async function settleDatabase(connection: Connection, settling: Settling): Promise<void> {
  const database = connect(connection, { max: 2, name: 'regulars restore' });
  try {
    await note(database, settling);
    await dropForeignArchive(database, settling.archive);
  } finally {
    await database.close();
  }
}

async function note({ db }: Database, { dataDir, settings, clock, made, reached }: Settling): Promise<void> {
  const origin = `${made.id}${reached ? ` @ ${reached.toISOString()}` : ''}`;
  await db.transaction().execute(async (tx) => {
    await settleRestored(tx, { dataDir, settings, origin, now: clock.now() });
    await store.noteComeBack(tx, made);
  });
}

/** The target keeps archived months of other moments too; what this database does not know of is not its own. */
async function dropForeignArchive({ db }: Database, folder: string): Promise<void> {
  const own = new Set(
    (await months(db)).flatMap(({ month, generation }) =>
      ['events', 'sealed'].map((kind) => `${kind}-${month}.${generation}.tsv.zst`),
    ),
  );
  const present = await readdir(folder).catch((): string[] => []);
  for (const name of present) if (!own.has(name)) await rm(join(folder, name), { force: true });
  const missing = [...own].find((name) => !present.includes(name));
  if (missing) throw new Problem('backup_damaged', { params: { name: missing } });
}
