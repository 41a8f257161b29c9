/** Whether an export can be believed: everything it names is there, opens, and is what was written. */
import { Problem } from '../../errors/index.ts';
import { type Coffer, openCoffer } from '../coffer.ts';
import { NOBODY, unpack } from '../pack.ts';
import type { BackupSettings } from '../parts.ts';
import { archiveIndexName, readArchiveIndex } from '../ship-archive.ts';
import { openTarget } from '../target/target.ts';
import { readContents, type Text } from './contents.ts';
import { kept } from './text-stream.ts';

/** The newest, or the one asked for. Throws `backup_damaged` with the name of what is wrong, `backup_none`. */
export async function verifyExport(
  from: string,
  { settings, id }: { settings: BackupSettings; id?: string },
): Promise<{ id: string; tables: number; bytes: number }> {
  const coffer = await openCoffer(openTarget(from, settings), settings.BACKUP_KEY, false);
  const contents = await readContents(coffer, id);
  await unpack(coffer, contents, NOBODY);
  for (const archived of contents.archive) {
    const index = await readArchiveIndex(coffer, archiveIndexName(contents.line, archived));
    await unpack(coffer, { files: [index.file], pieces: index.pieces }, NOBODY);
  }
  for (const table of contents.tables) await readThrough(coffer, table, `${table.schema}.${table.name}`);
  if (contents.jobs) await readThrough(coffer, contents.jobs, 'waiting-jobs');
  const bytes = contents.tables.reduce((sum, table) => sum + table.bytes, 0);
  return { id: contents.id, tables: contents.tables.length, bytes };
}

async function readThrough(coffer: Coffer, text: Text, name: string): Promise<void> {
  let bytes = 0;
  for await (const chunk of kept(coffer, text, name)) bytes += chunk.length;
  if (bytes !== text.bytes) throw new Problem('backup_damaged', { params: { name } });
}
