/** Weibo on this machine: mentions, newest first, between `since_id` and `max_id`. People go on posting, hours are used up. */
import { dice } from '../../testing/random.ts';
import { type Said, serve } from '../../testing/server.ts';

export type LocalWeibo = {
  url: string;
  posts: { id: bigint; uid: number; text: string }[];
  post(): void;
  faults: { busy: number; limited: number };
  /** While they are read. */
  posting: number;
  stop(): Promise<void>;
};

export async function aWeibo(seed: number): Promise<LocalWeibo> {
  const chances = dice(seed);
  let next = 5_100_000_000_000_000n;
  const weibo = { posts: [], faults: { busy: 0, limited: 0 }, posting: 0 } as unknown as LocalWeibo;
  weibo.post = () => {
    next += BigInt(chances.whole(1, 1000));
    weibo.posts.push({
      id: next,
      uid: 1_000_000_000 + chances.whole(1, 5),
      text: '@茶铺 好喝，我的电话 13800138000',
    });
  };
  const server = await serve(({ url }): Said => {
    const trouble = (status: number, error_code: number): Said => ({
      status,
      body: JSON.stringify({ error: 'trouble', error_code, request: url.pathname }),
    });
    const asked = url.searchParams;
    if (asked.get('access_token') !== 'the token') return trouble(400, 21_332);
    if (chances.chance(weibo.faults.limited)) return trouble(400, 10_023);
    if (chances.chance(weibo.faults.busy)) return trouble(400, 10_009);
    const [since, max] = [BigInt(asked.get('since_id') ?? 0), BigInt(asked.get('max_id') ?? 0)];
    const found = weibo.posts
      .filter(({ id }) => id > since && (max === 0n || id <= max))
      .sort((one, other) => (other.id > one.id ? 1 : -1))
      .slice(0, Math.min(200, Number(asked.get('count') ?? 50)));
    if (chances.chance(weibo.posting)) weibo.post();
    return { status: 200, body: bodyOf(found) };
  });
  return Object.assign(weibo, { url: server.url, stop: server.stop });
}

const bodyOf = (posts: LocalWeibo['posts']): string =>
  JSON.stringify({
    statuses: posts.map(({ id, uid, text }) => ({
      created_at: 'Tue Nov 24 17:46:55 +0800 2026',
      id: Number(id),
      text,
      user: { id: uid, screen_name: '爱喝茶', followers_count: 2345, location: '浙江 杭州' },
    })),
    total_number: posts.length,
  });
