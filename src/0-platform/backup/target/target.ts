/**
 * Where backups go: a place that holds named objects. A folder, or anything that speaks S3. An object is written whole or not at all,
 * is at most 32 MB or so, and is never changed afterwards; so nothing else is needed of a place than these five verbs.
 */
import { Problem } from '../../errors/index.ts';
import type { Settings } from '../../settings/index.ts';
import { folderTarget } from './folder.ts';
import { s3Target } from './s3.ts';

export type BackupTarget = {
  /** As people write it; without secrets. */
  readonly place: string;
  put(name: string, bytes: Buffer): Promise<void>;
  /** Null where there is no such object. */
  get(name: string): Promise<Buffer | null>;
  /** Names that begin with `prefix`, sorted. */
  list(prefix: string): Promise<string[]>;
  /** Nothing happens where it is gone already. */
  remove(name: string): Promise<void>;
  /** Whether the place is still there at all; a folder that somebody took away is no target any more. */
  exists(): Promise<boolean>;
};

export type S3Access = Pick<
  Settings,
  'S3_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'
>;

/**
 * `/mnt/backup` or `s3://bucket/prefix`. `owner`: who new files in a folder belong to, where root writes for somebody else.
 */
export function openTarget(
  place: string,
  access: S3Access,
  owner?: { uid: number; gid: number },
): BackupTarget {
  if (!place.startsWith('s3://')) return folderTarget(place, owner);
  const { host: bucket, pathname } = new URL(place);
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = access;
  if (!accessKeyId || !secretAccessKey) throw new Problem('backup_no_credentials');
  const region = access.S3_REGION;
  const endpoint = access.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`;
  const prefix = pathname.replaceAll(/^\/+|\/+$/g, '');
  return s3Target({ place, bucket, prefix, endpoint, region, accessKeyId, secretAccessKey });
}
