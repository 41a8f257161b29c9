/**
 * The list of erasures, outside the database: `DATA_DIR/erasures.jsonl`, a line for each, with numbers and instants and no value of hers. A
 * line is on the disk before anything is destroyed and is never taken back; so whatever is restored, and whenever we were killed, the
 * list says who has to be erased (again). It is also sent to every target that ever held a backup.
 *
 * A profile is known by its number and the instant it was made: after a restore to a moment, numbers are given out anew.
 */
import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Coffer } from './coffer.ts';
import { sha256 } from './target/folder.ts';

const line = z.object({
  at: z.iso.datetime(),
  customers: z.array(z.number().int()),
  /** When each of their profiles was made, in the same order. */
  made: z.array(z.iso.datetime()),
});
export type ErasureLine = z.output<typeof line>;

const fileOf = (dataDir: string): string => join(dataDir, 'erasures.jsonl');

/** Appends and syncs; when this returns, the lines outlive the machine's next fall. */
export function appendErasures(dataDir: string, lines: readonly ErasureLine[]): void {
  if (lines.length === 0) return;
  const path = fileOf(dataDir);
  const isNew = !existsSync(path);
  const handle = openSync(path, 'a', 0o600);
  try {
    // The command line may be root's; the server, which reads it at each start, is not.
    const owner = statSync(dataDir);
    if (process.getuid?.() === 0) fchownSync(handle, owner.uid, owner.gid);
    // Begins with a line feed: what a fall cut off must not spoil the next line.
    writeSync(handle, lines.map((entry) => `\n${JSON.stringify(entry)}\n`).join(''));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (isNew) syncFolder(dirname(path));
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A line that was cut off was never acted upon, and is passed over. */
export function readErasures(dataDir: string): ErasureLine[] {
  const path = fileOf(dataDir);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').flatMap(readLine) : [];
}

function readLine(text: string): ErasureLine[] {
  if (text === '') return [];
  try {
    return [line.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

const folder = (installation: string): string => `erasures/${installation}`;

/** Sends lines from the `from`th on; each is an object of its own, named by its content. Returns how many there are. */
export async function shipErasures(
  coffer: Coffer,
  { installation, dataDir, from }: { installation: string; dataDir: string; from: number },
): Promise<number> {
  const lines = readErasures(dataDir);
  for (const entry of lines.slice(from)) {
    const text = Buffer.from(JSON.stringify(entry));
    await coffer.put(`${folder(installation)}/${sha256(text)}`, text);
  }
  return lines.length;
}

/** All that a target knows of this installation, oldest first. Throws `backup_damaged`. */
export async function erasuresAt(coffer: Coffer, installation: string): Promise<ErasureLine[]> {
  const names = await coffer.target.list(`${folder(installation)}/`);
  const lines: ErasureLine[] = [];
  for (const name of names) lines.push(...readLine((await coffer.get(name)).toString('utf8')));
  return lines.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}
