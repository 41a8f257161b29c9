/** A file through the import door, as a person would send it in the console: in parts, and then waited for. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Instance } from './instance.ts';

const PART_BYTES = 8 * 2 ** 20;
const LOOK_MS = 150;
const ATTEMPTS = 20;
const AGAIN_MS = 3000;

type Import = {
  id: string;
  state: string;
  failure: string | null;
  rejected: number;
  tables: Record<string, { rows_in: number; rows_stored: number; rows_rejected: number }>;
};

export async function importFile(
  instance: Instance,
  path: string,
  about: { preset: string; channel: string },
): Promise<Import> {
  const { upload } = await instance.api<{ upload: string }>('POST', '/api/imports/uploads');
  let at = 0;
  for await (const part of createReadStream(path, { highWaterMark: PART_BYTES })) {
    const place = `/api/imports/uploads/${upload}?name=${basename(path)}&at=${at}`;
    at = (await instance.api<{ size: number }>('PUT', place, part as Buffer)).size;
  }
  if (at !== statSync(path).size) throw new Error(`${path} was not sent whole`);
  const { id } = await instance.api<Import>('POST', '/api/imports', { upload, ...about });
  for (let attempts = 0; ; ) {
    const now = await instance.api<Import>('GET', `/api/imports/${id}`);
    if (now.state === 'done') return now;
    if (now.state === 'cancelled' || (now.state === 'failed' && attempts++ === ATTEMPTS))
      throw new Error(`The import of ${basename(path)} ${now.state}: ${now.failure}`);
    // It was cut off, as by a database that was too busy: it goes on after what it stored.
    if (now.state === 'failed') await instance.api('POST', `/api/imports/${id}/resume`).catch(() => {});
    await new Promise((next) => setTimeout(next, now.state === 'failed' ? AGAIN_MS : LOOK_MS));
  }
}
