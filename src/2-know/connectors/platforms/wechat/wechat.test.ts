/** An Official Account against a local WeChat. */
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Connector, Feed, Told, Webhook } from '../../connector.ts';
import { aClock, aReach, readOn } from '../testing/reach.ts';
import { wechat } from './index.ts';
import { anAccount, encryptedPush, KEYS, plainPush, xmlOf } from './testing/local-account.ts';
import { readXml } from './xml.ts';

const RUNS = process.env.REGULARS_NIGHT ? 5000 : 300;
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

const webhook = (wechat as Connector & { webhook: Webhook }).webhook;
const PLAIN = { app_id: KEYS.app_id, app_secret: KEYS.app_secret, token: KEYS.token };

async function aWorld(settings: Record<string, string> = KEYS) {
  const clock = aClock('2026-11-26T02:00:00Z');
  const account = await anAccount(1, clock);
  cleanups.push(account.stop);
  return { account, clock, reach: aReach('other', { ...settings, gateway: account.url }, clock) };
}

const subscribe = {
  ToUserName: 'gh_tea',
  FromUserName: 'oAnn',
  CreateTime: 1764120000,
  MsgType: 'event',
  Event: 'subscribe',
  EventKey: 'qrscene_counter-3',
};

describe('XML', () => {
  it('is read as WeChat sends it', () =>
    expect(
      readXml(
        '<xml><A><![CDATA[1 < 2 <!DOCTYPE]]></A>\n<B>3 &amp; &#x8336;</B><C><D>deep</D></C><E></E></xml>',
      ),
    ).toEqual({ A: '1 < 2 <!DOCTYPE', B: '3 & 茶', C: '', D: 'deep', E: '' }));

  it.each([
    '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>',
    '<?xml version="1.0"?><xml><A>1</A></xml>',
    '<xml><A>&file;</A></xml>',
    '<xml><A x="1">1</A></xml>',
    '<xml><!-- x --><A>1</A></xml>',
    '<xml><A>1</B></xml>',
    '<xml><A>1</A>',
    '<xml><A>1</A></xml><xml></xml>',
    '<html></html>',
    `<xml>${'<A>'.repeat(9)}${'</A>'.repeat(9)}</xml>`,
    `<xml><A>${'x'.repeat(300_000)}</A></xml>`,
    '',
  ])('that is anything else is not: %.40s', (text) => expect(readXml(text)).toBeNull());

  it('says what was written, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{0,8}$/), fc.string({ unit: 'grapheme' })),
        (message) => {
          const safe = Object.entries(message).filter(([, value]) => !value.includes(']]>'));
          expect(readXml(xmlOf(Object.fromEntries(safe)))).toEqual(
            Object.fromEntries(safe.map(([name, value]) => [name, value.trim()])),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('a push', () => {
  it('is WeChat’s by its signature, and nobody else’s', () => {
    expect(webhook.isGenuine(plainPush(subscribe), PLAIN)).toBe(true);
    expect(webhook.isGenuine(plainPush(subscribe, 'other'), PLAIN)).toBe(false);
    expect(webhook.isGenuine(plainPush(subscribe), { ...PLAIN, token: '' })).toBe(false);
    const push = plainPush(subscribe);
    expect(webhook.isGenuine({ ...push, query: {} }, PLAIN)).toBe(false);
  });

  it('is signed over its ciphertext, and in clear not taken by who chose to encrypt', () => {
    const push = encryptedPush(subscribe);
    expect(webhook.isGenuine(push, KEYS)).toBe(true);
    expect(webhook.isGenuine(plainPush(subscribe), KEYS)).toBe(false);
    const other = encryptedPush({ ...subscribe, FromUserName: 'oEve' });
    expect(webhook.isGenuine({ ...push, body: other.body }, KEYS)).toBe(false);
  });

  it.each([
    ['in clear', plainPush, PLAIN],
    ['encrypted', encryptedPush, KEYS],
  ] as const)('%s says who follows, and from which code', async (_, push, settings) => {
    const { account, reach } = await aWorld(settings);
    account.followers.push({ openid: 'oAnn', unionid: 'uAnn', since: 1764120000 });
    const said = await webhook.read(push(subscribe), reach);
    expect(said.told?.map(({ identifiers, event }) => ({ identifiers, event }))).toEqual([
      {
        identifiers: [
          { kind: 'wechat_openid', value: 'oAnn' },
          { kind: 'wechat_unionid', value: 'uAnn' },
        ],
        event: null,
      },
      {
        identifiers: [{ kind: 'wechat_openid', value: 'oAnn' }],
        event: { name: 'WeChat Followed', properties: { channel_id: 7, key: 'counter-3' } },
      },
    ]);
    expect(said.consents?.flat()).toEqual([]);
  });

  it('of who leaves withdraws her consent to marketing there', async () => {
    const { reach } = await aWorld();
    const said = await webhook.read(encryptedPush({ ...subscribe, Event: 'unsubscribe' }), reach);
    expect(said.consents).toEqual([
      [expect.objectContaining({ purpose: 'marketing', channel: 'wechat', state: 'withdrawn' })],
    ]);
  });

  it('of what she wrote keeps that she wrote', async () => {
    const { reach } = await aWorld();
    const text = {
      ...subscribe,
      MsgType: 'text',
      Content: '我的手机 13800138000',
      MsgId: 23456789012345678n,
    };
    const said = await webhook.read(encryptedPush(text as never), reach);
    expect(JSON.stringify(said)).not.toContain('13800138000');
    expect(said.told?.[0]?.event?.name).toBe('WeChat Message Received');
  });

  it('that is for another account, or broken, says nothing', async () => {
    const { reach } = await aWorld();
    const other = encryptedPush(subscribe, { ...KEYS, app_id: 'wxother' });
    expect(await webhook.read(other, reach)).toEqual({});
    const broken = { ...encryptedPush(subscribe), body: Buffer.from(xmlOf({ Encrypt: 'AAAA' })) };
    expect(await webhook.read(broken, reach)).toEqual({});
    expect(await webhook.read(encryptedPush({ ...subscribe, Event: 'constructor' }), reach)).toEqual({});
  });

  it('is answered as WeChat wants it, a challenge by its echo', () => {
    const challenge = { ...plainPush(subscribe), body: Buffer.alloc(0) };
    const asked = { ...challenge, query: { ...challenge.query, echostr: '5927' } };
    expect([webhook.isGenuine(asked, KEYS), webhook.isIdle?.(asked)]).toEqual([true, true]);
    expect(webhook.answer?.(asked, KEYS)?.body).toBe('5927');
    expect(webhook.answer?.(encryptedPush(subscribe), KEYS)?.body).toBe('success');
  });

  it('that comes again has the same name, and its message too', async () => {
    const { reach } = await aWorld();
    const [one, again] = [encryptedPush(subscribe), encryptedPush(subscribe)];
    expect(webhook.nameOf({ ...one, query: {} })).toBe(webhook.nameOf(one));
    const names = await Promise.all([one, again].map((push) => webhook.read(push, reach)));
    expect(names[0]?.told?.at(-1)?.messageId).toBe(names[1]?.told?.at(-1)?.messageId);
  });
});

describe('followers', () => {
  const feed = wechat.feeds[0] as Feed;
  let runs = 0;
  afterAll(() => console.log(`WeChat: ${runs} accounts`));

  it('are all found, page by page, while tokens end and WeChat is busy', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(450), fc.integer({ min: 1, max: 250 }), async (count, page) => {
        runs++;
        const { account, reach } = await aWorld();
        Object.assign(account, { page, faults: { tokenEnds: 10, busy: 10, limited: 0 } });
        for (let n = 0; n < count; n++)
          account.followers.push({
            openid: `o${n}`,
            since: 1764120000 + n,
            ...(n % 2 && { unionid: `u${n}` }),
          });
        const told: Told[] = [];
        await readOn(feed, reach, null, (fetched) => told.push(...(fetched.told ?? [])));
        const openids = new Set(told.map(({ identifiers }) => identifiers[0]?.value));
        expect(openids.size).toBe(count);
        expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(count);
        await account.stop();
        cleanups.length = 0;
      }),
      { numRuns: process.env.REGULARS_NIGHT ? 60 : 5 },
    );
  });

  it('wait for tomorrow where the calls of the day are used up, and are refused with a wrong secret', async () => {
    const { account, reach, clock } = await aWorld();
    account.faults.limited = 100;
    await expect(wechat.check?.(reach)).rejects.toMatchObject({
      code: 'connector_limited',
      retryAfterMs: 3_600_000,
    });
    const wrong = aReach('other', { ...KEYS, app_secret: 'x', gateway: account.url }, clock);
    await expect(wechat.check?.(wrong)).rejects.toMatchObject({ code: 'connector_refused' });
  });
});
