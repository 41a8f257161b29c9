/** Files that were sent and wait to be taken in: in a folder of the data directory that nobody but the system may read, until they are. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '#platform/errors';

const MOST_FILES = 40;
const MOST_BYTES = 4 * 2 ** 30;
const KEPT_MS = 7 * 86_400_000;

/** `data`: the data directory. */
export function createUploads(data: string) {
  const folder = (): string => join(data, 'uploads');
  const place = (upload: string): string => {
    if (!/^[0-9a-f]{32}$/.test(upload)) throw new Problem('not_found');
    return join(folder(), upload);
  };
  const filesOf = (upload: string): { name: string; bytes: number }[] =>
    existsSync(place(upload))
      ? readdirSync(place(upload))
          .filter((name) => !name.startsWith('.'))
          .map((name) => ({ name, bytes: statSync(join(place(upload), name)).size }))
      : [];
  return {
    filesOf,
    begin(): string {
      const upload = randomBytes(16).toString('hex');
      mkdirSync(place(upload), { recursive: true, mode: 0o700 });
      return upload;
    },
    /** Throws `not_found`, `upload_out_of_order`, `upload_too_large`. Returns how much of the file is there now. */
    async add(upload: string, { name, at }: { name: string; at: number }, part: Buffer): Promise<number> {
      if (!existsSync(place(upload))) throw new Problem('not_found');
      const present = filesOf(upload);
      const own = present.find((file) => file.name === name);
      const all = present.reduce((sum, { bytes }) => sum + bytes, 0);
      if (all + part.length > MOST_BYTES || (!own && present.length >= MOST_FILES))
        throw new Problem('upload_too_large');
      if (at > (own?.bytes ?? 0)) throw new Problem('upload_out_of_order');
      const file = await open(join(place(upload), name), own ? 'r+' : 'w', 0o600);
      try {
        // A part that is sent again takes the place of itself.
        await file.truncate(at);
        await file.write(part, 0, part.length, at);
      } finally {
        await file.close();
      }
      return at + part.length;
    },
    /** The file, or the folder where there are several. Throws `file_missing`. */
    pathOf(upload: string): string {
      const files = filesOf(upload);
      if (files.length === 0) throw new Problem('file_missing');
      return files.length === 1 ? join(place(upload), files[0]?.name as string) : place(upload);
    },
    remove: (upload: string): void => rmSync(place(upload), { recursive: true, force: true }),
    /** What nobody came back for. */
    forget(now: Date): void {
      if (!existsSync(folder())) return;
      for (const name of readdirSync(folder()))
        if (now.getTime() - statSync(join(folder(), name)).mtimeMs > KEPT_MS)
          rmSync(join(folder(), name), { recursive: true, force: true });
    },
  };
}

export type Uploads = ReturnType<typeof createUploads>;
