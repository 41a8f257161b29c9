/**
 * Months that have left Postgres stand in files of their own (`#platform/archive`), which never change once they have their name: each is
 * stored once, named by its content. An index written last says of which pieces it consists.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../errors/index.ts';
import type { Coffer } from './coffer.ts';
import { file, piece } from './manifest.ts';
import { pack } from './pack.ts';

export type ArchivedFile = { file: string; sha256: string };

const index = z.object({ file, pieces: z.array(piece) });
export type ArchiveIndex = z.output<typeof index>;

const folderOf = (line: string, sha256: string): string => `archive/${line}/${sha256}`;

/** Digests of files that were read before, by name, size and time: reading years of archive again each night would be waste. */
export type Digests = Map<string, string>;

/** Stores what is not there yet; tells what there is. */
export async function shipArchive(
  coffer: Coffer,
  { line, folder, digests }: { line: string; folder: string; digests: Digests },
): Promise<ArchivedFile[]> {
  const files = await archivedFiles(folder, digests);
  if (files.length === 0) return [];
  const there = new Set(await coffer.target.list(`archive/${line}/`));
  for (const { file: name, sha256 } of files) {
    const place = folderOf(line, sha256);
    if (there.has(`${place}/index`)) continue;
    const packed = await pack(coffer, place, [{ path: name, from: join(folder, name) }], () => {});
    const [entry] = packed.files;
    if (!entry) continue;
    await coffer.put(`${place}/index`, Buffer.from(JSON.stringify({ file: entry, pieces: packed.pieces })));
  }
  return files;
}

async function archivedFiles(folder: string, digests: Digests): Promise<ArchivedFile[]> {
  const names = await readdir(folder).catch(() => []);
  const found: ArchivedFile[] = [];
  for (const name of names.filter((one) => one.endsWith('.zst')).sort()) {
    const path = join(folder, name);
    const about = await stat(path).catch(() => null);
    if (!about) continue;
    const known = `${name} ${about.size} ${about.mtimeMs}`;
    const sha256 = digests.get(known) ?? (await digestOf(path));
    digests.set(known, sha256);
    found.push({ file: name, sha256 });
  }
  return found;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export async function readArchiveIndex(coffer: Coffer, name: string): Promise<ArchiveIndex> {
  const text = (await coffer.get(name)).toString('utf8');
  try {
    return index.parse(JSON.parse(text));
  } catch (cause) {
    throw new Problem('backup_damaged', { params: { name }, cause });
  }
}

export const archiveIndexes = async (coffer: Coffer, line: string): Promise<string[]> =>
  (await coffer.target.list(`archive/${line}/`)).filter((name) => name.endsWith('/index'));

export const archiveIndexName = (line: string, { sha256 }: ArchivedFile): string =>
  `${folderOf(line, sha256)}/index`;
