/**
 * A call of JD's open platform (JOS, 宙斯). Parameters of the platform are signed with the secret before and behind them, MD5, in capitals; what
 * is asked stands as JSON in `360buy_param_json`. Answers are called `…_responce`, as JD spells it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { callRouter } from '../call-router.ts';
import { chinaTime } from '../china-time.ts';

export const GATEWAY = 'https://api.jd.com/routerjson';

export function signJos(params: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.keys(params)
    .filter((name) => name !== 'sign' && params[name] !== '')
    .sort()
    .map((name) => `${name}${params[name]}`)
    .join('');
  return createHash('md5').update(`${secret}${text}${secret}`, 'utf8').digest('hex').toUpperCase();
}

const troubleOf = z.object({ code: z.coerce.string(), zh_desc: z.string().catch('') });
type Trouble = z.output<typeof troubleOf>;

export function callJos(
  reach: Reach,
  method: string,
  asked: Readonly<Record<string, Json>>,
): Promise<unknown> {
  const name = method.replaceAll('.', '_');
  return callRouter(reach, {
    name: 'JOS',
    gateway: GATEWAY,
    signed: () => signed(reach, method, asked),
    answers: [`${name}_responce`, `${name}_response`],
    refusalOf: (said, attempt) => {
      const trouble = troubleOf.parse(said);
      const kind = kindOf(trouble);
      const waitMs = kind === 'connector_refused' ? null : 500 * 2 ** attempt;
      return { error: new Unreachable(kind, `JOS ${trouble.code}`, { retryAfterMs: waitMs }), waitMs };
    },
  });
}

function signed(
  { settings, now }: Reach,
  method: string,
  asked: Readonly<Record<string, Json>>,
): Record<string, string> {
  const all: Record<string, string> = {
    method,
    app_key: settings.app_key ?? '',
    access_token: settings.access_token ?? '',
    timestamp: chinaTime(now()),
    format: 'json',
    v: '2.0',
    '360buy_param_json': JSON.stringify(asked),
  };
  return { ...all, sign: signJos(all, settings.app_secret ?? '') };
}

/** 2: calls of the day or the minute are used up · 43, 65 to 67, 69: the platform's own services · the rest is about the call. */
function kindOf({
  code,
  zh_desc,
}: Trouble): 'connector_limited' | 'connector_unreachable' | 'connector_refused' {
  if (code === '2' || /频率|次数|流量|限流/.test(zh_desc)) return 'connector_limited';
  return ['43', '65', '66', '67', '69'].includes(code) ? 'connector_unreachable' : 'connector_refused';
}
