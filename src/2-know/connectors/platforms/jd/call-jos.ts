/**
 * A call of JD's open platform (JOS, 宙斯). Parameters of the platform are signed with the secret before and behind them, MD5, in capitals; what
 * is asked stands as JSON in `360buy_param_json`. Answers are called `…_responce`, as JD spells it. Trouble answers 200.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { answered } from '../answered.ts';
import { chinaTime } from '../china-time.ts';
import { exactJson } from '../exact-json.ts';

export const GATEWAY = 'https://api.jd.com/routerjson';
const ATTEMPTS = 5;

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
const answerOf = z.record(z.string(), z.unknown());

export async function callJos(
  reach: Reach,
  method: string,
  asked: Readonly<Record<string, Json>>,
): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const answer = await answered(
      reach,
      {
        method: 'POST',
        url: reach.settings.gateway || GATEWAY,
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
        body: new URLSearchParams(signed(reach, method, asked)).toString(),
      },
      attempt === ATTEMPTS,
    );
    if (answer === null) {
      await reach.pause(500 * 2 ** attempt);
      continue;
    }
    const { status, body } = answer;
    if (status !== 200) throw new Unreachable('connector_answer_unreadable', `JOS: HTTP ${status}`);
    const said = answerOf.safeParse(exactJson(body, 'JOS'));
    if (!said.success) throw new Unreachable('connector_answer_unreadable', `JOS: ${method}`);
    const name = method.replaceAll('.', '_');
    if (said.data.error_response === undefined)
      return said.data[`${name}_responce`] ?? said.data[`${name}_response`];
    const trouble = troubleOf.parse(said.data.error_response);
    const kind = kindOf(trouble);
    const wait = kind === 'connector_refused' ? null : 500 * 2 ** attempt;
    if (wait === null || attempt === ATTEMPTS)
      throw new Unreachable(kind, `JOS ${trouble.code}`, { retryAfterMs: wait });
    await reach.pause(wait);
  }
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
