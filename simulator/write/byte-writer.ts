/** A file that is appended to in large pieces; what it holds beyond a known length is taken away when a run goes on. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

const ROOM = 1 << 20;

export class ByteWriter {
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(ROOM);
  #used = 0;
  #written: number;

  constructor(path: string, keep = 0) {
    this.#file = openSync(path, keep > 0 ? 'r+' : 'w');
    ftruncateSync(this.#file, keep);
    this.#written = keep;
  }

  /** A line of characters of one byte each. */
  bytes(line: string): void {
    if (this.#used + line.length + 1 > ROOM) this.#flush();
    if (line.length + 1 > ROOM) {
      this.#write(Buffer.from(`${line}\n`, 'latin1'));
      return;
    }
    this.#used += this.#buffer.write(line, this.#used, 'latin1');
    this.#buffer[this.#used++] = 10;
  }

  text(line: string): void {
    const most = line.length * 3 + 1;
    if (this.#used + most > ROOM) this.#flush();
    if (most > ROOM) {
      this.#write(Buffer.from(`${line}\n`));
      return;
    }
    this.#used += this.#buffer.write(line, this.#used, 'utf8');
    this.#buffer[this.#used++] = 10;
  }

  /** Everything is in the file; how long it is now. */
  settle(): number {
    this.#flush();
    return this.#written;
  }

  /** What it holds was taken elsewhere. */
  empty(): void {
    this.#used = 0;
    ftruncateSync(this.#file, 0);
    this.#written = 0;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    if (this.#used > 0) this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #write(piece: Buffer): void {
    for (let done = 0; done < piece.length; )
      done += writeSync(this.#file, piece, done, piece.length - done, this.#written + done);
    this.#written += piece.length;
  }
}
