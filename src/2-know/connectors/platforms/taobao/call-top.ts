/**
 * A call of the Taobao Open Platform (TOP). `isp.*` is the platform's own trouble and passes; `isv.*` is about what was asked; 7 and
 * `accesscontrol.*` ask for patience, in seconds.
 */
import { z } from 'zod';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { callRouter } from '../call-router.ts';
import { chinaTime } from '../china-time.ts';
import { signTop } from './sign.ts';

export const GATEWAY = 'https://eco.taobao.com/router/rest';

const troubleOf = z.object({
  code: z.coerce.number(),
  msg: z.string().catch(''),
  sub_code: z.string().catch(''),
  sub_msg: z.string().catch(''),
});
type Trouble = z.output<typeof troubleOf>;

/** What was asked for is not there, or may not be seen: about this one thing, not about the connection. */
export class TopRefuses extends Error {
  readonly subCode: string;
  constructor(subCode: string) {
    super(subCode);
    this.subCode = subCode;
  }
}

export const callTop = (
  reach: Reach,
  method: string,
  params: Readonly<Record<string, string>>,
): Promise<unknown> =>
  callRouter(reach, {
    name: 'TOP',
    gateway: GATEWAY,
    signed: () => signed(reach, method, params),
    answers: [`${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`],
    refusalOf: (said, attempt) => {
      const trouble = troubleOf.parse(said);
      const waitMs = waitFor(trouble, attempt);
      return { error: refusalOf(trouble, waitMs), waitMs };
    },
  });

function signed(
  { settings, now }: Reach,
  method: string,
  params: Readonly<Record<string, string>>,
): Record<string, string> {
  const all: Record<string, string> = {
    ...params,
    method,
    app_key: settings.app_key ?? '',
    session: settings.session ?? '',
    timestamp: chinaTime(now()),
    format: 'json',
    v: '2.0',
    sign_method: 'hmac-sha256',
  };
  return { ...all, sign: signTop(all, settings.app_secret ?? '', 'hmac-sha256') };
}

const isLimit = ({ code, sub_code }: Trouble): boolean =>
  code === 7 || /^accesscontrol\.|flow-?control|call-limited/i.test(sub_code);
/** 10: the platform is not available now. */
const isTheirs = ({ code, sub_code }: Trouble): boolean => code === 10 || sub_code.startsWith('isp.');

/** Milliseconds; null: asking again changes nothing. */
function waitFor(trouble: Trouble, attempt: number): number | null {
  if (isLimit(trouble)) {
    const ban = /ban will last for (\d+)/i.exec(trouble.sub_msg)?.[1];
    return (ban === undefined ? attempt : Number(ban) + 1) * 1000;
  }
  return isTheirs(trouble) ? 500 * 2 ** attempt : null;
}

function refusalOf(trouble: Trouble, wait: number | null): Error {
  const { code, sub_code } = trouble;
  const detail = `TOP ${code}${sub_code === '' ? '' : ` ${sub_code}`}`;
  if (isLimit(trouble)) return new Unreachable('connector_limited', detail, { retryAfterMs: wait });
  if (isTheirs(trouble)) return new Unreachable('connector_unreachable', detail);
  // Below 100 the platform speaks of the call itself, key, session, permission and signature among it; 40 and 41 of its parameters.
  if (code < 40 && code !== 15) return new Unreachable('connector_refused', detail);
  return new TopRefuses(sub_code || String(code));
}
