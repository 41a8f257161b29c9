import { renameSync, writeFileSync } from 'node:fs';

/** Whole or not at all, whenever we are killed; for our eyes only. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
}
