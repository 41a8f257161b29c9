/** Mentions against a local Weibo. */
import fc from 'fast-check';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { Json } from '#platform/log';
import type { Feed, Told } from '../../connector.ts';
import { aClock, aReach, onePage, readOn } from '../testing/reach.ts';
import { weibo } from './index.ts';
import { aWeibo } from './testing/local-weibo.ts';

const RUNS = process.env.REGULARS_NIGHT ? 100 : 6;
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});
const feed = weibo.feeds[0] as Feed;

async function aWorld(seed = 1) {
  const local = await aWeibo(seed);
  cleanups.push(local.stop);
  const clock = aClock('2026-11-26T02:00:00Z');
  return { local, reach: aReach('other', { access_token: 'the token', gateway: local.url }, clock), clock };
}

it('a mention is what its author did; what leads to her is sealed', async () => {
  const { local, reach } = await aWorld();
  local.post();
  const page = await onePage(feed, reach, null);
  const [told] = page.told as [Told];
  expect(told.identifiers).toEqual([{ kind: 'weibo_uid', value: String(local.posts[0]?.uid) }]);
  expect(told.at.toISOString()).toBe('2026-11-24T09:46:55.000Z');
  expect(told.event?.properties).toEqual({ channel_id: 7, is_repost: false, audience: 1000 });
  expect(told.event?.personal).toMatchObject({ post_id: String(local.posts[0]?.id), author: '爱喝茶' });
  const inClear = JSON.stringify([told.event?.properties, told.messageId, page.cursor]);
  expect(inClear).not.toMatch(/13800138000|爱喝茶/);
});

it('a token that ended is refused, an hour that is used up is waited for', async () => {
  const { local, reach, clock } = await aWorld();
  const wrong = aReach('other', { access_token: 'x', gateway: local.url }, clock);
  await expect(weibo.check?.(wrong)).rejects.toMatchObject({ code: 'connector_refused' });
  local.faults.limited = 100;
  await expect(weibo.check?.(reach)).rejects.toMatchObject({
    code: 'connector_limited',
    retryAfterMs: 3_600_000,
  });
});

it('a post without its author is told of, and the others are taken', async () => {
  const { local, reach } = await aWorld();
  local.post();
  local.post();
  (local.posts[0] as { uid: unknown }).uid = undefined;
  const page = await onePage(feed, reach, null);
  expect([page.told?.length, page.skipped?.length]).toEqual([1, 1]);
});

let runs = 0;
afterAll(() => console.log(`Weibo: ${runs} accounts`));
it('every mention is told once, however many are posted while they are read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(10_000), fc.nat(900), async (seed, count) => {
      runs++;
      const { local, reach } = await aWorld(seed);
      Object.assign(local, { faults: { busy: 10, limited: 3 }, posting: 60 });
      for (let n = 0; n < count; n++) local.post();
      const seen: string[] = [];
      let cursor: Json | null = null;
      for (let round = 0; round < 3; round++) {
        if (round === 2) local.posting = 0;
        cursor = await readOn(feed, reach, cursor, ({ told = [] }) =>
          seen.push(...told.map(({ messageId }) => messageId)),
        );
      }
      expect(seen).toHaveLength(local.posts.length);
      expect(new Set(seen).size).toBe(local.posts.length);
      await local.stop();
      cleanups.length = 0;
    }),
    { numRuns: RUNS },
  );
});
