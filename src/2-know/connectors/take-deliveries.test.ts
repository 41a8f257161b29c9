/** What platforms tell by themselves: of today it happens now, of the past it sets nothing off. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ORIGINS } from '#platform/log';
import { sql } from '#platform/postgres';
import { wechat } from './platforms/wechat/index.ts';
import { KEYS, plainPush } from './platforms/wechat/testing/local-account.ts';
import { someConnections } from './testing.ts';

const own = someConnections([wechat]);
beforeEach(() => own.clock.set('2026-11-20T12:00:00Z'));
afterAll(() => own.stopAll());

const { aes_key: _, ...settings } = KEYS;
const begin = () => own.begin('other', 'wechat', { ...settings, gateway: 'https://nobody.example' });

const leaves = (openid: string, at: string) =>
  plainPush({
    ToUserName: 'gh_tea',
    FromUserName: openid,
    CreateTime: Date.parse(at) / 1000,
    MsgType: 'event',
    Event: 'unsubscribe',
    EventKey: '',
  });

describe('a push', () => {
  it('of today is live, although the followers of old have not been read; what is older is not', async () => {
    const connection = await begin();
    await own.tell(connection, leaves('oAnn', '2026-11-20T11:59:58Z'));
    await own.tell(connection, leaves('oBea', '2026-11-17T11:59:58Z'));
    await own.takeAll();
    const { rows } = await sql<{ day: string; event: string; origin: number }>`
      SELECT to_char("timestamp" AT TIME ZONE 'UTC', 'MM-DD') AS day, event, origin FROM log.event ORDER BY 1, 2`.execute(
      own.parts.db,
    );
    const [live, past] = [ORIGINS.indexOf('live'), ORIGINS.indexOf('backfill')];
    expect(rows).toEqual([
      { day: '11-17', event: 'Consent Changed', origin: past },
      { day: '11-17', event: 'WeChat Unfollowed', origin: past },
      { day: '11-20', event: 'Consent Changed', origin: live },
      { day: '11-20', event: 'WeChat Unfollowed', origin: live },
    ]);
  });
});
