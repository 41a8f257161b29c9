/** Files into objects and back: all files of a backup, one after the other, cut into pieces of 16 MB that are stored one by one. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Problem } from '../errors/index.ts';
import type { Coffer } from './coffer.ts';
import type { FileEntry, Piece } from './manifest.ts';

export const PIECE_BYTES = 16 * 2 ** 20;

export type Packed = { files: FileEntry[]; pieces: Piece[]; stored: number };
/** `path` is the name it is kept under. */
export type SourceFile = { path: string; from: string };

/**
 * Reads each file as it is at that moment. One that has gone meanwhile is left out: the server dropped it, and the write-ahead log
 * says so too. `check` is asked before each piece and may throw.
 */
export async function pack(
  coffer: Coffer,
  prefix: string,
  sources: readonly SourceFile[],
  check: () => Promise<void> | void,
): Promise<Packed> {
  const packed: Packed = { files: [], pieces: [], stored: 0 };
  let waiting: Buffer[] = [];
  let length = 0;
  const store = async (bytes: Buffer): Promise<void> => {
    await check();
    const name = `${prefix}/${String(packed.pieces.length).padStart(6, '0')}`;
    const { sha256, bytes: stored } = await coffer.put(name, bytes);
    packed.pieces.push({ name, sha256 });
    packed.stored += stored;
  };
  const add = async (chunk: Buffer): Promise<void> => {
    waiting.push(chunk);
    length += chunk.length;
    if (length < PIECE_BYTES) return;
    const all = Buffer.concat(waiting);
    waiting = [all.subarray(PIECE_BYTES)];
    length = all.length - PIECE_BYTES;
    await store(all.subarray(0, PIECE_BYTES));
  };
  for (const source of sources) {
    const entry = await readInto(source, add);
    if (entry) packed.files.push(entry);
  }
  if (length > 0) await store(Buffer.concat(waiting));
  return packed;
}

async function readInto(
  { path, from }: SourceFile,
  add: (chunk: Buffer) => Promise<void>,
): Promise<FileEntry | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const { mode, size } = await stat(from);
    for await (const chunk of size <= SMALL ? whole(from) : inChunks(from)) {
      hash.update(chunk);
      bytes += chunk.length;
      await add(chunk);
    }
    return { path, bytes, mode: mode & 0o777, sha256: hash.digest('hex') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && bytes === 0) return null;
    throw error;
  }
}

/** Most of a cluster's files: a stream for each would cost more than they do. */
const SMALL = 2 ** 20;

async function* whole(path: string): AsyncGenerator<Buffer> {
  const bytes = await readFile(path);
  if (bytes.length > 0) yield bytes;
}

const inChunks = (path: string): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: SMALL }) as AsyncIterable<Buffer>;

export type Receiver = {
  begin(file: FileEntry): Promise<void>;
  write(chunk: Buffer): Promise<void>;
  /** All of it came, and is what the manifest says. */
  end(file: FileEntry): Promise<void>;
  /** In any case, last. */
  close(): Promise<void>;
};

const nothing = async (): Promise<void> => {};
/** For reading through without keeping anything. */
export const NOBODY: Receiver = { begin: nothing, write: nothing, end: nothing, close: nothing };

/** Gives each file to the receiver; nothing is believed before its digest was right. */
export async function unpack(
  coffer: Coffer,
  { files, pieces }: { files: readonly FileEntry[]; pieces: readonly Piece[] },
  to: Receiver,
): Promise<void> {
  const stream = bytesOf(coffer, pieces);
  let rest: Buffer = Buffer.alloc(0);
  for (const file of files) {
    try {
      await to.begin(file);
      rest = await unpackOne(file, rest, stream, to);
      await to.end(file);
    } finally {
      await to.close();
    }
  }
  if (rest.length > 0 || !(await stream.next()).done) damaged('manifest');
}

/** Returns what belongs to the next file. */
async function unpackOne(
  file: FileEntry,
  first: Buffer,
  stream: AsyncGenerator<Buffer, undefined>,
  to: Receiver,
): Promise<Buffer> {
  const hash = createHash('sha256');
  let rest = first;
  for (let missing = file.bytes; missing > 0; ) {
    if (rest.length === 0) rest = (await stream.next()).value ?? damaged(file.path);
    const chunk = rest.subarray(0, missing);
    rest = rest.subarray(chunk.length);
    missing -= chunk.length;
    hash.update(chunk);
    await to.write(chunk);
  }
  if (hash.digest('hex') !== file.sha256) damaged(file.path);
  return rest;
}

async function* bytesOf(coffer: Coffer, pieces: readonly Piece[]): AsyncGenerator<Buffer, undefined> {
  for (const { name, sha256 } of pieces) yield await coffer.get(name, sha256);
}

function damaged(name: string): never {
  throw new Problem('backup_damaged', { params: { name } });
}
