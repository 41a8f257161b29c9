import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Problem } from '../errors/index.ts';
import { anyone, route } from '../http/index.ts';
import type { Module, Platform } from '../module/index.ts';
import type { HealthReport } from '../telemetry/index.ts';
import { isReached, REACH_PATH, type ReachParts, tryToReach } from './reach.ts';
import { answerOf, findReach } from './store.ts';

export type EgressPlatform = Pick<Platform, 'db' | 'clock' | 'settings'> &
  Pick<ReachParts, 'resolve' | 'allowance'>;

const token = z.string().regex(/^[\w-]{43}$/);

export const egressModule = (platform: EgressPlatform): Module => ({
  name: 'platform/egress',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: [
    route({
      method: 'GET',
      path: `${REACH_PATH}/:token`,
      summary: 'Answers a question that this installation asked itself by its public address',
      lane: 'console',
      access: anyone,
      params: z.strictObject({ token }),
      response: z.object({ answer: z.string() }),
      handle: async ({ params }) => {
        const answer = await answerOf(platform.db, params.token);
        if (answer === null) throw new Problem('not_found');
        return { answer };
      },
    }),
  ],
  jobs: [
    {
      name: 'platform/egress: reach the public address',
      every: '*/5 * * * *',
      run: () => tryToReach(platform),
    },
  ],
  health: [() => reachHealth(platform)],
});

async function reachHealth(platform: EgressPlatform): Promise<HealthReport> {
  const url = platform.settings.PUBLIC_URL;
  const name = 'public_url';
  if (url === undefined)
    return {
      name,
      level: 'ok',
      en: 'No public address is set (PUBLIC_URL): mails with links stay in the outbox.',
      zh: '未设置公开地址（PUBLIC_URL）：含链接的邮件暂留在发件箱。',
    };
  if (await isReached(platform))
    return { name, level: 'ok', en: `${url} leads here.`, zh: `${url} 可以访问到本系统。`, figures: { url } };
  const reach = await findReach(platform.db);
  const failure = reach?.url === url ? reach.failure : null;
  return {
    name,
    level: 'warning',
    en: `${url} was not reached yet${failure ? ` (${failure})` : ''}: mails with links wait.`,
    zh: `尚未能通过 ${url} 访问到本系统${failure ? `（${failure}）` : ''}：含链接的邮件暂缓发送。`,
    figures: { url, failure },
  };
}
