/** A folder as a target: each object a file, written beside its place, synced, and only then given its name. */
import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { BackupTarget } from './target.ts';

const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

export function folderTarget(place: string, owner?: { uid: number; gid: number }): BackupTarget {
  const root = resolve(place);
  const pathOf = (name: string): string => {
    const path = resolve(root, name);
    if (path !== join(root, name) || !path.startsWith(root + sep))
      throw new Error('Not a name of an object.');
    return path;
  };
  const makeFolder = async (path: string): Promise<void> => {
    const made = await mkdir(path, { recursive: true, mode: 0o700 });
    if (!made || !owner) return;
    for (let at = path; at.length >= made.length; at = dirname(at)) await chown(at, owner.uid, owner.gid);
  };

  return {
    place: root,
    async put(name, bytes) {
      const path = pathOf(name);
      await makeFolder(dirname(path));
      const part = `${path}.${randomBytes(4).toString('hex')}.part`;
      try {
        await writeSynced(part, bytes, owner);
        await rename(part, path);
        await sync(dirname(path));
      } catch (error) {
        await rm(part, { force: true }).catch(() => {});
        throw error;
      }
    },
    async get(name) {
      try {
        return await readFile(pathOf(name));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    async list(prefix) {
      const folder = prefix.includes('/') ? pathOf(prefix.slice(0, prefix.lastIndexOf('/'))) : root;
      const names = await filesBelow(folder);
      return names
        .map((path) => relative(root, path).replaceAll(sep, '/'))
        .filter((name) => name.startsWith(prefix) && !name.endsWith('.part'))
        .sort();
    },
    async remove(name) {
      await rm(pathOf(name), { force: true });
    },
    exists: () =>
      stat(root).then(
        (found) => found.isDirectory(),
        (error) => {
          if (isAbsent(error)) return false;
          throw error;
        },
      ),
  };
}

async function writeSynced(path: string, bytes: Buffer, owner?: { uid: number; gid: number }): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    if (owner) await handle.chown(owner.uid, owner.gid);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
