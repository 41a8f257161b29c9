/**
 * Started by root, everything of ours runs as the system user `regulars` from here on. Only where that user cannot read the code (a
 * clone inside a closed home) do our own processes stay root, with a warning; PostgreSQL never does.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { blockedAt, giveTo, SERVICE_USER, type ServiceUser, serviceUser } from '#platform/postgres';
import { Refusal } from '../refusal.ts';

export type Places = {
  data: string;
  run: string;
  /** Files that our processes must be able to read. */
  code: readonly string[];
};

/** The warning to print, or null. */
export function becomeServiceUser({ data, run, code }: Places): Refusal | null {
  const user = serviceUser();
  if (!user) return null;
  const closed = blockedAt(data, user);
  if (closed && closed !== data) throw mayNotEnter(closed, data);
  for (const path of [data, run]) if (existsSync(path)) giveTo(path, user);
  const unreadable = code.map((file) => blockedFor(file, user)).find(Boolean);
  if (unreadable) {
    return new Refusal(
      `Warning: the user ${SERVICE_USER} may not read ${unreadable}, so Regulars goes on as root (PostgreSQL does not). Better: install it in /opt.`,
      `警告：用户 ${SERVICE_USER} 无法读取 ${unreadable}，因此 Regulars 将以 root 运行（PostgreSQL 除外）。建议安装到 /opt。`,
    );
  }
  // What was compiled so far is root's to keep.
  flushCompileCache();
  process.setgroups?.([user.gid]);
  process.setgid?.(user.gid);
  process.setuid?.(user.uid);
  process.env.HOME = data;
  return null;
}

/**
 * Makes the folder in which the shop's data and the sample's stand, for the service user, who may make none beside it any more. Nothing where we
 * are not root.
 */
export function leaveRoom(folder: string): void {
  const user = serviceUser();
  if (!user) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    giveTo(folder, user);
  } catch {
    // Why it cannot be made is said when it is asked for.
  }
}

function blockedFor(file: string, user: ServiceUser): string | null {
  const folder = blockedAt(file.slice(0, file.lastIndexOf('/')), user);
  if (folder) return folder;
  const { mode, uid, gid } = statSync(file);
  const bit = uid === user.uid ? 0o400 : gid === user.gid ? 0o040 : 0o004;
  return (mode & bit) === 0 ? file : null;
}

const mayNotEnter = (closed: string, path: string): Refusal =>
  new Refusal(
    `The user ${SERVICE_USER} may not enter ${closed}, and needs to, to reach ${path}. Choose another --data-dir, such as /var/lib/${SERVICE_USER}.`,
    `用户 ${SERVICE_USER} 无法进入 ${closed}，因而无法访问 ${path}。请用 --data-dir 另选目录，例如 /var/lib/${SERVICE_USER}。`,
  );
