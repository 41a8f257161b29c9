/** What can be seen without asking a running installation. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Settings } from '#platform/settings';
import { diskLimits } from '#platform/telemetry';
import type { DataDirectory } from '../data-directory.ts';
import type { Refusal } from '../refusal.ts';
import { secretsFile } from '../secrets.ts';
import { checkPort } from '../supervisor/check-ground.ts';
import { VERSION } from '../version.ts';
import { type Finding, finding } from './finding.ts';

export function node(): Finding {
  const { node: version } = process.versions;
  const ok = version.startsWith('24.');
  return finding(
    'node',
    ok,
    `Regulars ${VERSION} on Node ${version}${ok ? '' : '; it needs Node 24: use bin/regulars'}.`,
    `Regulars ${VERSION}，Node ${version}${ok ? '' : '；需要 Node 24，请使用 bin/regulars'}。`,
  );
}

/** The nearest folder above that exists: where a first start would make the data directory. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

export function folder({ path }: DataDirectory): Finding {
  try {
    accessSync(nearest(path), constants.R_OK | constants.W_OK | constants.X_OK);
    return finding('folder', true, `${path} can be written to.`, `${path} 可以写入。`);
  } catch {
    return finding(
      'folder',
      false,
      `This user may not write into ${path}: run it as the user that runs Regulars.`,
      `当前用户无法写入 ${path}：请以运行 Regulars 的用户执行。`,
    );
  }
}

export function disk({ DISK_RESERVE_MB }: Settings, { path }: DataDirectory): Finding {
  const { tightBytes } = diskLimits(DISK_RESERVE_MB);
  const { bavail, bsize } = statfsSync(nearest(path));
  const free = bavail * bsize;
  const gb = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  return finding(
    'disk',
    free >= tightBytes,
    `${gb(free)} GB of disk are free; below ${gb(tightBytes)} GB imports and exports stop.`,
    `磁盘剩余 ${gb(free)} GB；低于 ${gb(tightBytes)} GB 时导入和导出会停止。`,
  );
}

export function secrets(directory: DataDirectory): Finding {
  const file = secretsFile(directory);
  if (!existsSync(file))
    return finding(
      'secrets',
      false,
      `${file} is missing, and personal values hang on it: put it back from a backup.`,
      `缺少 ${file}，个人信息依赖它：请从备份中恢复。`,
    );
  const closed = (statSync(file).mode & 0o077) === 0;
  return finding(
    'secrets',
    closed,
    closed ? 'The secrets are readable by their owner alone.' : `Others may read ${file}: chmod 600 it.`,
    closed ? '密钥文件仅所有者可读。' : `其他用户可以读取 ${file}：请执行 chmod 600。`,
  );
}

export async function freePort({ HOST, PORT }: Settings): Promise<Finding> {
  try {
    await checkPort(HOST, PORT);
    return finding('port', true, `Port ${PORT} is free.`, `端口 ${PORT} 可用。`);
  } catch (error) {
    const { message, zh } = error as Refusal;
    return finding('port', false, message, zh);
  }
}
