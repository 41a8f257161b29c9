/** What the product makes for itself on the first start and never shows. It leaves the data directory in a backup only. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataDirectory, isInstallation } from './data-directory.ts';
import { Refusal } from './refusal.ts';
import { writeWhole } from './write-file.ts';

export type Secrets = {
  /** Wraps every customer's key. */
  masterKey: Buffer;
  /** Mixed into digests of identifiers. */
  pepper: Buffer;
  /** Signs sessions. */
  session: Buffer;
};

export const secretsFile = ({ path }: DataDirectory): string => join(path, 'secrets.json');

/** On the first start. Secrets that were lost are not made anew: what hangs on them could never be opened again. */
export function makeSecrets(directory: DataDirectory): void {
  if (existsSync(secretsFile(directory))) return;
  if (isInstallation(directory)) {
    throw new Refusal(
      `${secretsFile(directory)} is missing, and the personal values in this installation hang on it. Put it back from a backup.`,
      `缺少 ${secretsFile(directory)}，而此安装中的个人信息依赖它。请从备份中恢复该文件。`,
    );
  }
  const random = (): string => randomBytes(32).toString('base64');
  const made = { master_key: random(), pepper: random(), session: random() };
  writeWhole(secretsFile(directory), JSON.stringify(made));
}

export function secretsOf(directory: DataDirectory): Secrets {
  const kept = JSON.parse(textOf(directory)) as { master_key: string; pepper: string; session: string };
  const bytes = (encoded: string): Buffer => Buffer.from(encoded, 'base64');
  return { masterKey: bytes(kept.master_key), pepper: bytes(kept.pepper), session: bytes(kept.session) };
}

function textOf(directory: DataDirectory): string {
  try {
    return readFileSync(secretsFile(directory), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const { path } = directory;
    if (code === 'ENOENT')
      throw new Refusal(
        `There is no installation in ${path}: start one there first, or name another --data-dir.`,
        `${path} 中没有 Regulars：请先在此启动，或用 --data-dir 指定其他目录。`,
      );
    throw new Refusal(
      `This user may not read the installation in ${path} (${code}).`,
      `当前用户无权读取 ${path} 中的数据（${code}）。`,
    );
  }
}
