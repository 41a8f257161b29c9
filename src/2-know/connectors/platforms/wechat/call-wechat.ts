/**
 * A call of the Official Account API. The token is asked for by `stable_token`, which does not end the token that another program of the shop
 * holds; one that ended early is asked for once again. Trouble answers 200, with `errcode`.
 */
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { answered } from '../answered.ts';
import { exactJson } from '../exact-json.ts';

const API = 'https://api.weixin.qq.com';
const ATTEMPTS = 4;

const trouble = z.object({ errcode: z.number() }).partial();
const tokenOf = z.object({ access_token: z.string().min(1), expires_in: z.number() });

export async function callWechat(
  reach: Reach,
  path: string,
  query: Readonly<Record<string, string>>,
  body?: Json,
): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const token = await reach.held('access_token', () => makeToken(reach));
    const answer = await answered(
      reach,
      request(reach, path, { ...query, access_token: token }, body),
      attempt === ATTEMPTS,
    );
    if (answer !== null) {
      const said = exactJson(answer.body, 'WeChat');
      const code = trouble.safeParse(said).data?.errcode ?? 0;
      if (code === 0) return said;
      if (attempt === ATTEMPTS || !mayPass(code)) throw refusalOf(code);
      if (isTokenOver(code)) reach.forget('access_token');
    }
    await reach.pause(500 * 2 ** attempt);
  }
}

function request(reach: Reach, path: string, query: Record<string, string>, body: Json | undefined) {
  const url = `${reach.settings.gateway || API}${path}?${new URLSearchParams(query)}`;
  if (body === undefined) return { method: 'GET' as const, url };
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST' as const, url, headers, body: JSON.stringify(body) };
}

async function makeToken(reach: Reach): Promise<{ value: string; until: Date }> {
  const { app_id = '', app_secret = '' } = reach.settings;
  const body = { grant_type: 'client_credential', appid: app_id, secret: app_secret };
  const { body: said } = await reach.call({
    method: 'POST',
    url: `${reach.settings.gateway || API}/cgi-bin/stable_token`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = exactJson(said, 'WeChat');
  const code = trouble.safeParse(answer).data?.errcode ?? 0;
  if (code !== 0) throw refusalOf(code);
  const token = tokenOf.safeParse(answer);
  if (!token.success) throw new Unreachable('connector_answer_unreadable', 'WeChat: token');
  // Five minutes before its end both the old and the next one are good.
  const seconds = Math.max(60, token.data.expires_in - 300);
  return { value: token.data.access_token, until: new Date(reach.now().getTime() + seconds * 1000) };
}

const isTokenOver = (code: number): boolean => [40001, 40014, 42001].includes(code);
/** -1: busy · 45011: too often in a minute. */
const mayPass = (code: number): boolean => isTokenOver(code) || code === -1 || code === 45011;

/** 45009: the calls of the day are used up; they begin anew at midnight. */
function refusalOf(code: number): Unreachable {
  const detail = `WeChat ${code}`;
  if (code === 45009) return new Unreachable('connector_limited', detail, { retryAfterMs: 3_600_000 });
  if (code === 45011) return new Unreachable('connector_limited', detail, { retryAfterMs: 60_000 });
  if (code === -1) return new Unreachable('connector_unreachable', detail);
  return new Unreachable('connector_refused', detail);
}
