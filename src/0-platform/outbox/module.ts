import { fileURLToPath } from 'node:url';
import type { Egress } from '../egress/index.ts';
import type { Module, Platform } from '../module/index.ts';
import type { HealthReport } from '../telemetry/index.ts';
import { outboxRoutes } from './routes.ts';
import { eraseMessages, forgetBefore, messagesOf, outboxFigures } from './store.ts';
import { webhookHandler } from './webhook.ts';

const DAY_MS = 86_400_000;
const PAYLOAD_DAYS = 30;
/** Keys are unique for as long as their line is there. */
const LINE_DAYS = 400;
const LATE_SECONDS = 600;

export type OutboxPlatform = Pick<Platform, 'db' | 'audit' | 'clock'> & { egress: Egress };

export const outboxModule = (platform: OutboxPlatform): Module => ({
  name: 'platform/outbox',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: outboxRoutes(platform),
  jobs: [
    {
      name: 'platform/outbox: forget',
      every: '23 3 * * *',
      run: async (_, { db }) => {
        const before = (days: number): Date => new Date(platform.clock.now().getTime() - days * DAY_MS);
        await forgetBefore(db, before(PAYLOAD_DAYS), before(LINE_DAYS));
      },
    },
  ],
  senders: [webhookHandler(platform)],
  health: [() => outboxHealth(platform)],
  personalData: {
    export: (db, customer) => messagesOf(db, customer),
    erase: (tx, customer) => eraseMessages(tx, customer),
  },
});

async function outboxHealth({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<HealthReport> {
  const figures = await outboxFigures(db, clock.now());
  const { queued, failed, unknown, oldest_seconds: oldest } = figures;
  const late = oldest > LATE_SECONDS;
  if (failed + unknown === 0 && !late)
    return {
      name: 'outbox',
      level: 'ok',
      en: 'What is to leave leaves at once.',
      zh: '待发送的内容均已及时发出。',
      figures,
    };
  return {
    name: 'outbox',
    level: 'warning',
    en: `${queued} messages wait${late ? `, the oldest for ${Math.round(oldest / 60)} minutes` : ''}; ${failed} failed; ${unknown} are in doubt.`,
    zh: `${queued} 条消息等待发送${late ? `，最早的已等待 ${Math.round(oldest / 60)} 分钟` : ''}；${failed} 条失败；${unknown} 条存疑。`,
    figures,
  };
}
