/** A file of JSON lines as bodies of requests. Lines become a list by writing commas over their ends: nothing is parsed on the way. */
import { closeSync, openSync, readSync } from 'node:fs';

const BATCH_BYTES = 192 * 1024;
const NEWLINE = 10;
const COMMA = 44;
const CLOSE = Buffer.from(']}');

/** `opening`: what stands before the list, whose bracket it opens. */
export function* batchesOf(path: string, opening: string): Generator<Buffer> {
  const open = Buffer.from(opening);
  const file = openSync(path, 'r');
  try {
    const room = Buffer.allocUnsafe(BATCH_BYTES);
    for (let at = 0; ; ) {
      const read = readSync(file, room, 0, BATCH_BYTES, at);
      const end = room.subarray(0, read).lastIndexOf(NEWLINE);
      if (end < 0) return;
      at += end + 1;
      const lines = Buffer.concat([open, room.subarray(0, end), CLOSE]);
      for (let n = lines.indexOf(NEWLINE); n >= 0; n = lines.indexOf(NEWLINE, n + 1)) lines[n] = COMMA;
      yield lines;
    }
  } finally {
    closeSync(file);
  }
}
