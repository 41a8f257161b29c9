/**
 * Rows that belong together, wherever they stand in a file of any length: what fits is kept in memory, what does not goes to a file that has no
 * name any more when the first row is written to it, so that nothing stays behind whatever happens. There it lies in parts by a digest of its
 * key, and one part at a time comes back.
 *
 * Deterministic: the same rows come back in the same order.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Gathering<Row> = {
  /** Where the file may lie; a folder that takes none is passed over. */
  folder: string;
  /** About how many characters it holds. */
  weigh(row: Row): number;
  /** Characters that are kept in memory. */
  most?: number;
};

const MOST = 48 * 2 ** 20;
const PARTS = 256;
/** Characters of a part that are written at once. */
const CHUNK = 32 * 1024;

/** Beside what is imported: on the same disk, under the same rights. */
export const folderOf = (path: string): string => (statSync(path).isDirectory() ? path : dirname(path));

export class Gathered<Row> {
  readonly #gathering: Gathering<Row>;
  #groups = new Map<string, Row[]>();
  #weight = 0;
  #spill: Spill | null = null;

  constructor(gathering: Gathering<Row>) {
    this.#gathering = gathering;
  }

  /** Waits where something has to be written first. */
  add(key: string, row: Row): Promise<void> | undefined {
    if (this.#spill) return this.#spill.add(key, row);
    const known = this.#groups.get(key);
    if (known) known.push(row);
    else this.#groups.set(key, [row]);
    this.#weight += this.#gathering.weigh(row);
    return this.#weight > (this.#gathering.most ?? MOST) ? this.#toFile() : undefined;
  }

  async *groups(): AsyncGenerator<readonly [key: string, rows: Row[]]> {
    yield* this.#groups;
    this.#groups.clear();
    for (let part = 0; this.#spill && part < PARTS; part++)
      yield* (await this.#spill.groupsOf(part)) as Map<string, Row[]>;
  }

  async close(): Promise<void> {
    this.#groups.clear();
    await this.#spill?.close();
  }

  async #toFile(): Promise<void> {
    const spill = await Spill.open(this.#gathering.folder);
    this.#spill = spill;
    for (const [key, rows] of this.#groups) for (const row of rows) await spill.add(key, row);
    this.#groups = new Map();
  }
}

type Part = { waiting: string; chunks: { at: number; bytes: number }[] };

class Spill {
  readonly #file: FileHandle;
  readonly #parts: Part[] = Array.from({ length: PARTS }, () => ({ waiting: '', chunks: [] }));
  #end = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(folder: string): Promise<Spill> {
    const name = `.gathering-${randomBytes(8).toString('hex')}`;
    for (const place of [folder, tmpdir()]) {
      const file = await open(join(place, name), 'wx+', 0o600).catch(() => null);
      if (!file) continue;
      await unlink(join(place, name));
      return new Spill(file);
    }
    throw new Error('There is no folder for what does not fit into memory.');
  }

  add(key: string, row: unknown): Promise<void> | undefined {
    const part = this.#parts[partOf(key)] as Part;
    part.waiting += `${JSON.stringify([key, row])}\n`;
    return part.waiting.length > CHUNK ? this.#write(part) : undefined;
  }

  async #write(part: Part): Promise<void> {
    const bytes = Buffer.from(part.waiting);
    part.waiting = '';
    const at = this.#end;
    this.#end += bytes.length;
    part.chunks.push({ at, bytes: bytes.length });
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
    }
  }

  async groupsOf(index: number): Promise<Map<string, unknown[]>> {
    const part = this.#parts[index] as Part;
    const groups = new Map<string, unknown[]>();
    const take = (text: string): void => {
      for (const line of text.split('\n')) {
        if (line === '') continue;
        const [key, row] = JSON.parse(line) as [string, unknown];
        const known = groups.get(key);
        if (known) known.push(row);
        else groups.set(key, [row]);
      }
    };
    for (const { at, bytes } of part.chunks) take(await this.#read(at, bytes));
    take(part.waiting);
    part.waiting = '';
    return groups;
  }

  async #read(at: number, bytes: number): Promise<string> {
    const buffer = Buffer.alloc(bytes);
    for (let done = 0; done < bytes; ) {
      const { bytesRead } = await this.#file.read(buffer, done, bytes - done, at + done);
      if (bytesRead === 0) throw new Error('What was put aside is not there any more.');
      done += bytesRead;
    }
    return buffer.toString();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** FNV-1a, 32 bits. */
function partOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0;
  return hash % PARTS;
}
