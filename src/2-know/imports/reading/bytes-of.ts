import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** A file's bytes, unpacked where it is gzip. */
export function bytesOf(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (!path.endsWith('.gz')) return file;
  const unzip = createGunzip();
  const out = new PassThrough();
  void pipeline(file, unzip, out).catch((error) => out.destroy(error));
  return out;
}
