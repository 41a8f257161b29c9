/** A call of Weibo's open platform: a token in the address's query, trouble as `error_code` under a status of 400 or 403. */
import { z } from 'zod';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { answered } from '../answered.ts';
import { exactJson } from '../exact-json.ts';

const API = 'https://api.weibo.com';
const ATTEMPTS = 4;
const trouble = z.object({ error_code: z.coerce.number() });

export async function callWeibo(
  reach: Reach,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { access_token = '', gateway = '' } = reach.settings;
  const url = `${gateway || API}${path}?${new URLSearchParams({ ...query, access_token })}`;
  for (let attempt = 1; ; attempt++) {
    const answer = await answered(reach, { method: 'GET', url }, attempt === ATTEMPTS);
    if (answer !== null) {
      const said = exactJson(answer.body, 'Weibo');
      const code = trouble.safeParse(said).data?.error_code ?? 0;
      if (code === 0 && answer.status === 200) return said;
      if (attempt === ATTEMPTS || !BUSY.has(code)) throw refusalOf(code, answer.status);
    }
    await reach.pause(500 * 2 ** attempt);
  }
}

/** 10001: an error of the system · 10009: too many tasks · 10010: a task took too long. */
const BUSY = new Set([10_001, 10_009, 10_010]);
/** 10022 to 10024: what an address, a user or an app may ask in an hour is used up. */
const LIMITS = new Set([10_022, 10_023, 10_024]);

function refusalOf(code: number, status: number): Unreachable {
  const detail = `Weibo ${code || `HTTP ${status}`}`;
  if (LIMITS.has(code)) return new Unreachable('connector_limited', detail, { retryAfterMs: 3_600_000 });
  return new Unreachable(BUSY.has(code) ? 'connector_unreachable' : 'connector_refused', detail);
}
