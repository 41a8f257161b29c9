/** Who files in a target belong to, and how its failures are told. */
import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../errors/index.ts';
import { blockedAt } from '../postgres/index.ts';
import type { BackupParts } from './parts.ts';
import { type BackupTarget, openTarget } from './target/target.ts';

/** Root writes for the user whose data directory it is: what follows the backup runs as her. */
export function ownerOf(dataDir: string): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = statSync(dataDir);
  return uid === 0 ? undefined : { uid, gid };
}

const FOLDERS = ['archive', 'base', 'erasures', 'logical', 'manifest', 'wal'];

/**
 * A target that a backup begins. Where root begins it for somebody else, she must be able to follow: to enter the folder and to write below it,
 * also where it was there before and is root's. Throws `backup_place_closed`.
 */
export function beginOwnTarget(to: string, { settings, directory }: BackupParts): BackupTarget {
  const owner = ownerOf(directory.path);
  const target = openTarget(to, settings, owner);
  if (!owner || to.startsWith('s3://')) return target;
  const closed = blockedAt(target.place, owner);
  if (closed) throw new Problem('backup_place_closed', { params: { path: closed } });
  if (!existsSync(target.place)) makeFor(target.place, owner);
  for (const name of FOLDERS) makeFor(join(target.place, name), owner);
  return target;
}

function makeFor(path: string, { uid, gid }: { uid: number; gid: number }): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== uid) chownSync(path, uid, gid);
}

/** Short, and without anything of what was being written. */
export function reasonOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  const { code, message, cause } = error as { code?: unknown; message?: string; cause?: { code?: unknown } };
  const known = code ?? cause?.code;
  if (typeof known === 'string') return known;
  return (message ?? 'unknown').split('\n')[0]?.slice(0, 200) ?? 'unknown';
}
