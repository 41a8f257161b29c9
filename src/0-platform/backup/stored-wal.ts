/** The write-ahead log as a target holds it: whole segments, and parts of the one that was being written. */
import type { Coffer } from './coffer.ts';
import { walFolder } from './ship-wal.ts';
import { readWalName } from './wal-segment.ts';

export type StoredWal = {
  /** In order. */
  segments: string[];
  /** As far as it was sent; null where nothing of it was. Throws `backup_damaged`. */
  read(segment: string): Promise<Buffer | null>;
};

type Parts = { whole: boolean; parts: { name: string; from: number; to: number }[] };

export async function readWal(coffer: Coffer, line: string): Promise<StoredWal> {
  const folder = walFolder(line);
  const found = new Map<string, Parts>();
  for (const name of await coffer.target.list(`${folder}/`)) {
    const object = readWalName(name.slice(folder.length + 1));
    if (!object) continue;
    const known = found.get(object.segment) ?? { whole: false, parts: [] };
    if (object.part) known.parts.push({ name, ...object.part });
    else known.whole = true;
    found.set(object.segment, known);
  }
  return {
    segments: [...found.keys()].sort(),
    async read(segment) {
      const known = found.get(segment);
      if (!known) return null;
      return known.whole ? await coffer.get(`${folder}/${segment}`) : await joined(coffer, known.parts);
    },
  };
}

/** Parts follow each other; one that was sent twice is laid over itself. What lies behind a gap is of no use. */
async function joined(coffer: Coffer, parts: Parts['parts']): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  for (const { name, from, to } of parts.sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from > bytes.length) break;
    if (to <= bytes.length) continue;
    bytes = Buffer.concat([bytes.subarray(0, from), await coffer.get(name)]);
  }
  return bytes;
}
