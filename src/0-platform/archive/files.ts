/**
 * Files of the archive: written beside their place, synced, and only then given their name; checked as a whole before
 * anything in them is believed. Zstandard, one file a month and kind.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';

export type Written = { sha256: string; bytes: number };

/** The file is not, byte for byte, what was written down when it was made. */
export class ArchiveDamaged extends Error {
  override readonly name = 'ArchiveDamaged';
  constructor(path: string, cause?: unknown) {
    super(`${basename(path)} is missing or damaged: take it from a backup.`, { cause });
  }
}

/** Compresses text into a file; when this returns, file and name are on the disk. */
export async function writeCompressed(path: string, text: AsyncIterable<Buffer>): Promise<Written> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  const hash = createHash('sha256');
  try {
    await pipeline(
      text,
      createZstdCompress({
        params: { [constants.ZSTD_c_compressionLevel]: 9, [constants.ZSTD_c_checksumFlag]: 1 },
      }),
      hashing(hash),
      createWriteStream(part, { mode: 0o600 }),
    );
    await sync(part);
    await rename(part, path);
    await sync(dirname(path));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { sha256: hash.digest('hex'), bytes: (await stat(path)).size };
}

/** The text of a file in pieces that end with a line. Reads it twice: nothing is given out before all of it proved sound. */
export async function* readCompressed(path: string, sha256: string): AsyncGenerator<Buffer> {
  if ((await digestOf(path)) !== sha256) throw new ArchiveDamaged(path);
  let rest: Buffer = Buffer.alloc(0);
  const text = createReadStream(path).pipe(createZstdDecompress());
  for await (const chunk of text as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(10) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, chunk]);
      continue;
    }
    yield Buffer.concat([rest, chunk.subarray(0, end)]);
    rest = chunk.subarray(end);
  }
  if (rest.length > 0) throw new ArchiveDamaged(path);
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new ArchiveDamaged(path, error);
  }
  return hash.digest('hex');
}

const hashing = (hash: Hash): Transform =>
  new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
