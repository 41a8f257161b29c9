/** Why a command ends: a sentence where we know it, the place where we do not. */
import { Problem, problemBody } from '#platform/errors';
import { isDatabaseAway, SchemaIsNewer } from '#platform/postgres';
import { SettingsError } from '#platform/settings';
import { inOwnLanguage, isChinese, Refusal, told } from '../refusal.ts';

export function explainFailure(error: unknown): never {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}

export function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return inOwnLanguage(error);
  if (error instanceof Problem) return problemBody(error, isChinese() ? 'zh-CN' : 'en').detail;
  if (error instanceof SettingsError || error instanceof SchemaIsNewer) return error.message;
  if (isDatabaseAway(error)) {
    return told(
      'The database is not reachable: does Regulars run on this data directory?',
      '连接不到数据库：Regulars 是否正在此数据目录上运行？',
    );
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
