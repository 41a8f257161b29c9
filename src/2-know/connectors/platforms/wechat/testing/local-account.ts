/** An Official Account on this machine: speaks WeChat's API and pushes as WeChat does, in clear or encrypted. Tokens end early, calls are limited. */
import { createCipheriv, randomBytes } from 'node:crypto';
import type { Delivery } from '../../../connector.ts';
import { type Dice, dice } from '../../testing/random.ts';
import type { TestClock } from '../../testing/reach.ts';
import { type Asked, type Said, serve } from '../../testing/server.ts';
import { signatureOf } from '../envelope.ts';

export const KEYS = {
  app_id: 'wx0123456789abcdef',
  app_secret: 'the secret of the account',
  token: 'tea4all',
  aes_key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

export type LocalAccount = {
  url: string;
  followers: { openid: string; unionid?: string; since: number }[];
  asked: string[];
  faults: { tokenEnds: number; busy: number; limited: number };
  /** How many openids stand on a page; ten thousand with WeChat. */
  page: number;
  stop(): Promise<void>;
};

export async function anAccount(seed: number, clock: TestClock): Promise<LocalAccount> {
  const chances = dice(seed);
  const account = {
    followers: [] as LocalAccount['followers'],
    asked: [] as string[],
    faults: { tokenEnds: 0, busy: 0, limited: 0 },
    page: 10_000,
  } as unknown as LocalAccount;
  const tokens = { present: '', made: 0 };
  const server = await serve((asked) => answerTo(asked, account, tokens, chances));
  void clock;
  return Object.assign(account, { url: server.url, stop: server.stop });
}

const say = (body: unknown): Said => ({ status: 200, body: JSON.stringify(body) });
const trouble = (errcode: number): Said => say({ errcode, errmsg: 'trouble' });

function answerTo(
  { url, body }: Asked,
  account: LocalAccount,
  tokens: { present: string; made: number },
  chances: Dice,
): Said {
  account.asked.push(url.pathname);
  if (url.pathname === '/cgi-bin/stable_token') {
    const { appid, secret } = JSON.parse(body);
    if (appid !== KEYS.app_id || secret !== KEYS.app_secret) return trouble(40_125);
    tokens.present = `token-${++tokens.made}`;
    return say({ access_token: tokens.present, expires_in: 7200 });
  }
  if (url.searchParams.get('access_token') !== tokens.present) return trouble(40_001);
  if (chances.chance(account.faults.tokenEnds)) {
    tokens.present = '';
    return trouble(42_001);
  }
  if (chances.chance(account.faults.busy)) return trouble(-1);
  if (chances.chance(account.faults.limited)) return trouble(45_009);
  if (url.pathname === '/cgi-bin/user/get') return listOf(account, url.searchParams.get('next_openid') ?? '');
  const asked = JSON.parse(body).user_list as { openid: string }[];
  if (asked.length > 100) return trouble(40_032);
  return say({
    user_info_list: asked.map(({ openid }) => {
      const found = account.followers.find((one) => one.openid === openid);
      if (!found) return { subscribe: 0, openid };
      const { unionid, since } = found;
      return { subscribe: 1, openid, language: 'zh_CN', subscribe_time: since, ...(unionid && { unionid }) };
    }),
  });
}

function listOf({ followers, page }: LocalAccount, after: string): Said {
  const from = after === '' ? 0 : followers.findIndex(({ openid }) => openid === after) + 1;
  const openid = followers.slice(from, from + page).map((one) => one.openid);
  return say({
    total: followers.length,
    count: openid.length,
    ...(openid.length > 0 && { data: { openid } }),
    next_openid: openid.at(-1) ?? '',
  });
}

export const xmlOf = (message: Record<string, string | number>): string =>
  `<xml>${Object.entries(message)
    .map(
      ([name, value]) => `<${name}>${typeof value === 'number' ? value : `<![CDATA[${value}]]>`}</${name}>`,
    )
    .join('\n')}</xml>`;

const headers = { 'content-type': 'text/xml' };

export function plainPush(message: Record<string, string | number>, token = KEYS.token): Delivery {
  const [timestamp, nonce] = ['1764120000', randomBytes(5).toString('hex')];
  return {
    headers,
    query: { signature: signatureOf(token, timestamp, nonce), timestamp, nonce, openid: 'o' },
    body: Buffer.from(xmlOf(message)),
  };
}

export function encryptedPush(
  message: Record<string, string | number>,
  { app_id, aes_key, token } = KEYS,
): Delivery {
  const text = Buffer.from(xmlOf(message));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), length, text, Buffer.from(app_id)]);
  const pad = 32 - (plain.length % 32);
  const key = Buffer.from(`${aes_key}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypted = Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString('base64');
  const [timestamp, nonce] = ['1764120000', randomBytes(5).toString('hex')];
  return {
    headers,
    query: {
      signature: signatureOf(token, timestamp, nonce),
      timestamp,
      nonce,
      encrypt_type: 'aes',
      msg_signature: signatureOf(token, timestamp, nonce, encrypted),
    },
    body: Buffer.from(xmlOf({ ToUserName: 'gh_tea', Encrypt: encrypted })),
  };
}
