/**
 * PostgreSQL refuses to run as root, and nothing else of ours should. Started by root, we become a system user of our
 * own; everyone else stays who they are.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';

export const SERVICE_USER = 'regulars';
export type ServiceUser = { uid: number; gid: number };

/** The user to run as, made where it is missing; `null` when we are not root and simply stay ourselves. */
export function serviceUser(): ServiceUser | null {
  if (process.getuid?.() !== 0) return null;
  const found = lookUp();
  if (found) return found;
  execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', SERVICE_USER], {
    stdio: 'ignore',
  });
  const made = lookUp();
  if (!made) throw new Error(`Could not make the system user ${SERVICE_USER}.`);
  return made;
}

/**
 * First folder above (or at) `path` that `user` may not enter, or `null`. Folders of our own below the temporary
 * directory (as `mktemp -d` makes them, mode 700) are opened for passing through first.
 */
export function blockedAt(path: string, user: ServiceUser): string | null {
  for (const folder of ancestors(resolve(path))) {
    if (!existsSync(folder)) return null;
    if (mayEnter(folder, user)) continue;
    if (!folder.startsWith(tmpdir() + sep)) return folder;
    chmodSync(folder, statSync(folder).mode | 0o001);
  }
  return null;
}

/** Gives a whole tree to the user; symbolic links are not followed. What goes away meanwhile (a server may be at work there) is left. */
export function giveTo(path: string, user: ServiceUser): void {
  try {
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return;
    if (stat.uid !== user.uid || stat.gid !== user.gid) chownSync(path, user.uid, user.gid);
    if (stat.isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), user);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function lookUp(): ServiceUser | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${SERVICE_USER}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

function mayEnter(folder: string, user: ServiceUser): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

function ancestors(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [...ancestors(above), path];
}
