/** A reach for tests of connectors: real calls over HTTP, a clock of their own, and pauses that pass at once. */
import type { ChannelRow } from '#know/channels';
import { ownersOn } from '#know/channels/contract';
import { channelId } from '#platform/ids';
import type { Json } from '#platform/log';
import type { Feed, Fetched, Page, Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';

export type TestClock = { now: Date; pass(ms: number): void };
export const aClock = (start: string): TestClock => {
  const clock = {
    now: new Date(start),
    pass: (ms: number): void => {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  return clock;
};

const channelOn = (platform: ChannelRow['platform']): ChannelRow => ({
  channel_id: channelId(7),
  name: 'shop',
  platform,
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  country: 'CN',
  owners: ownersOn(platform),
  fee_percent: 0,
  fee_fixed: 0,
  created_at: new Date('2026-11-01T00:00:00Z'),
  closed_at: null,
});

export type TestReach = Reach & { pauses: number[]; calls: number };

export function aReach(
  platform: ChannelRow['platform'],
  settings: Record<string, string>,
  clock: TestClock,
): TestReach {
  const held = new Map<string, { value: unknown; until: Date }>();
  const reach: TestReach = {
    settings,
    channel: channelOn(platform),
    now: () => clock.now,
    pauses: [],
    calls: 0,
    async call(request) {
      reach.calls++;
      const answer = await answerTo(request);
      if (answer && answer.status < 500) return answer;
      throw new Unreachable('connector_unreachable', `${answer?.status ?? 'nothing'}`);
    },
    lines: () => {
      throw new Error('No platform here has files.');
    },
    async pause(ms) {
      reach.pauses.push(ms);
      clock.pass(ms);
    },
    async held<T>(name: string, make: () => Promise<{ value: T; until: Date }>): Promise<T> {
      const known = held.get(name);
      if (known && known.until > clock.now) return known.value as T;
      const made = await make();
      held.set(name, made);
      return made.value;
    },
    forget: (name) => void held.delete(name),
  };
  return reach;
}

async function answerTo({ url, method, headers, body }: Parameters<Reach['call']>[0]) {
  try {
    const answer = await fetch(url, {
      method,
      ...(headers && { headers }),
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch {
    return null;
  }
}

/** Of a feed that reads a page at a time. */
export const onePage = async (feed: Feed, reach: Reach, cursor: Json | null): Promise<Page> =>
  (await feed.read(reach, cursor)) as Page;

async function* pagesOf(feed: Feed, reach: Reach, cursor: Json | null): AsyncGenerator<Page> {
  const read = feed.read(reach, cursor);
  if (Symbol.asyncIterator in read) yield* read;
  else yield await read;
}

/** Reads a feed until it has nothing more, from where it stood; a page that failed is read again from its cursor. */
export async function readOn(
  feed: Feed,
  reach: Reach,
  from: Json | null,
  onPage: (page: Fetched) => void,
): Promise<Json | null> {
  let cursor = from;
  for (let pages = 0, failures = 0; ; ) {
    try {
      let more = false;
      for await (const page of pagesOf(feed, reach, cursor)) {
        onPage(page);
        // A cursor goes through the database.
        cursor = JSON.parse(JSON.stringify(page.cursor));
        more = page.more;
        if (++pages > 2000) throw new Error('The feed never ends.');
      }
      if (!more) return cursor;
    } catch (error) {
      if (!(error instanceof Unreachable) || ++failures > 100) throw error;
    }
  }
}
