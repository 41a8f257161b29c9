/** "The last backup was made 3 h ago", and what is wrong where something is. */
import type { Db } from '../postgres/index.ts';
import type { HealthReport } from '../telemetry/index.ts';
import type { BackupSettings } from './parts.ts';
import * as store from './store.ts';

const HOUR = 3_600_000;
/** A nightly one, and some patience. */
const TOO_OLD_MS = 26 * HOUR;
const TARGET_AWAY_MS = 15 * 60_000;

type Known = { newest: store.Newest; targets: store.Target[]; now: Date; settings: BackupSettings };

export async function backupReport(db: Db, settings: BackupSettings, now: Date): Promise<HealthReport> {
  const [newest, targets] = await Promise.all([store.newestRuns(db), store.targets(db)]);
  return reportOf({ newest, targets, now, settings });
}

export function reportOf({ newest, targets, now, settings }: Known): HealthReport {
  const { finished, failedSince } = newest;
  const age = finished?.finishedAt ? now.getTime() - finished.finishedAt.getTime() : null;
  const report = (level: HealthReport['level'], en: string, zh: string): HealthReport => ({
    name: 'backup',
    level,
    en,
    zh,
    figures: {
      last_backup_hours: age === null ? null : Math.round((age / HOUR) * 10) / 10,
      bytes: finished?.bytes ?? null,
    },
  });
  const ago = age === null ? null : { en: agoEn(age), zh: agoZh(age) };
  if (failedSince) {
    const last = ago ? ` The last good one was made ${ago.en}.` : ' There is no good one.';
    const lastZh = ago ? `上一次成功备份在${ago.zh}。` : '目前没有可用备份。';
    return report(
      'failing',
      `The last backup failed (${failedSince.failure}).${last}`,
      `最近一次备份失败（${failedSince.failure}）。${lastZh}`,
    );
  }
  const away = targets.find(
    (one) => one.failingSince && now.getTime() - one.failingSince.getTime() > TARGET_AWAY_MS,
  );
  if (away)
    return report(
      'warning',
      `The backup place ${away.place} cannot be reached (${away.failure}); what happens now is not backed up.`,
      `备份位置 ${away.place} 无法访问（${away.failure}），新产生的数据暂未备份。`,
    );
  if (!ago || age === null)
    return report(
      'warning',
      'There is no backup yet. Set BACKUP_TO, or run bin/regulars backup DIR.',
      '尚无备份。请设置 BACKUP_TO，或用命令行立即备份一次。',
    );
  if (age > TOO_OLD_MS)
    return report('warning', `The last backup was made ${ago.en}.`, `上一次备份在${ago.zh}。`);
  const open = settings.BACKUP_KEY
    ? { en: '', zh: '' }
    : { en: ' It is not sealed: whoever has it can read it.', zh: '备份未加密，取得者即可读取。' };
  return report('ok', `The last backup was made ${ago.en}.${open.en}`, `上一次备份在${ago.zh}。${open.zh}`);
}

function agoEn(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.round(ms / 60_000))} min ago`;
  return ms < 48 * HOUR ? `${Math.round(ms / HOUR)} h ago` : `${Math.round(ms / (24 * HOUR))} days ago`;
}

function agoZh(ms: number): string {
  if (ms < HOUR) return ` ${Math.max(1, Math.round(ms / 60_000))} 分钟前`;
  return ms < 48 * HOUR ? ` ${Math.round(ms / HOUR)} 小时前` : ` ${Math.round(ms / (24 * HOUR))} 天前`;
}
