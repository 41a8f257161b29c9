/**
 * Sends the write-ahead log to a target as it grows. What the server has flushed lies in `pg_wal`; a replication slot keeps it there until
 * we have it, up to `max_slot_wal_keep_size`, so that a target that stays away can never fill the disk. Segments still being written
 * are sent as parts, each byte once; a whole segment takes the place of its parts. docs/adr/0040-backups.md
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Coffer } from './coffer.ts';
import { lsnOf, lsnText, partName, type Stretch, segmentStart, stretches, type Wal } from './wal-segment.ts';

/** The server has recycled what was not sent yet: this target needs a new backup to follow from. */
export class WalGap extends Error {
  override readonly name = 'WalGap';
}

export const walFolder = (line: string): string => `wal/${line}`;

export type Shipping = { wal: Wal; line: string; dataFolder: string; from: string; to: string };

/** From wherever the last call ended; returns the place reached. Doing it twice changes nothing. */
export async function shipWal(
  coffer: Coffer,
  { wal, line, dataFolder, from, to }: Shipping,
): Promise<string> {
  for (const stretch of stretches(wal, lsnOf(from), lsnOf(to))) {
    const folder = walFolder(line);
    const path = join(dataFolder, 'pg_wal', stretch.segment);
    if (!stretch.whole) {
      const bytes = await readPart(path, stretch.from, stretch.to);
      await coffer.put(`${folder}/${partName(stretch.segment, stretch.from, stretch.to)}`, bytes);
      continue;
    }
    await coffer.put(`${folder}/${stretch.segment}`, await readPart(path, 0, wal.segmentBytes));
    if (stretch.from > 0) await removeParts(coffer, folder, stretch);
  }
  return to;
}

/** Where a target that holds nothing yet begins: at the segment that the slot holds. */
export const beginningOf = (wal: Wal, slotFrom: string): string =>
  lsnText(segmentStart(wal, lsnOf(slotFrom)));

async function removeParts({ target }: Coffer, folder: string, { segment }: Stretch): Promise<void> {
  for (const name of await target.list(`${folder}/${segment}.`)) await target.remove(name);
}

async function readPart(path: string, from: number, to: number): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const bytes = Buffer.alloc(to - from);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
      if (bytesRead !== bytes.length) throw new WalGap('A segment is shorter than it should be.');
      return bytes;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new WalGap('A segment is gone.', { cause: error });
    throw error;
  }
}
