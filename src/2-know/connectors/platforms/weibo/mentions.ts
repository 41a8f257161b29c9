/**
 * Posts on Weibo that name the shop's account, as what their authors did. Weibo gives the newest first: a round goes from the newest back to the
 * newest of the round before, and only then the next round begins there, so that what is posted meanwhile is neither lost nor twice.
 *
 * Numbers of posts lead to their authors, and texts are theirs: both are sealed with the event.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '#platform/log';
import type { Page, Reach, Told } from '../../connector.ts';
import { callWeibo } from './call-weibo.ts';

const AT_ONCE = 200;

const digits = z.string().regex(/^\d{1,20}$/);
const author = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  screen_name: z.string().catch(''),
  followers_count: z.number().int().catch(0),
  location: z.string().catch(''),
});
const post = z.object({
  id: z.union([z.string(), z.number()]).transform(String).pipe(digits),
  created_at: z.string(),
  text: z.string().catch(''),
  user: author,
  retweeted_status: z.object({}).nullish(),
});
type Post = z.output<typeof post>;
const listed = z.object({ statuses: z.array(z.unknown()).catch([]) });
const numbered = z.object({ id: z.union([z.string(), z.number()]).transform(String).pipe(digits) });

const cursorOf = z.strictObject({
  /** All up to here was read. */
  since: digits,
  /** The newest of this round. */
  newest: digits,
  /** Where this round is; null: to begin at the newest. */
  below: digits.nullable(),
});

export async function readMentions(reach: Reach, cursor: Json | null): Promise<Page> {
  const at = cursor === null ? { since: '0', newest: '0', below: null } : cursorOf.parse(cursor);
  const said = listed.parse(
    await callWeibo(reach, '/2/statuses/mentions.json', {
      count: String(AT_ONCE),
      since_id: at.since,
      ...(at.below !== null && { max_id: at.below }),
    }),
  );
  const ids = said.statuses.flatMap((one) => numbered.safeParse(one).data?.id ?? []).map(BigInt);
  const fetched = told(reach, said.statuses);
  if (ids.length === 0) return { ...fetched, cursor: ended(at), more: false, upTo: null };
  const ascending = [...ids, BigInt(at.newest)].sort((one, other) => (one < other ? -1 : 1));
  const newest = ascending.at(-1) as bigint;
  const lowest = ids.sort((one, other) => (one < other ? -1 : 1))[0] as bigint;
  return {
    ...fetched,
    cursor: { ...at, newest: String(newest), below: String(lowest - 1n) },
    more: true,
    upTo: null,
  };
}

const ended = ({ newest, since }: z.output<typeof cursorOf>): Json => ({
  since: newest === '0' ? since : newest,
  newest: '0',
  below: null,
});

/** One of an author who left Weibo says nothing of whose it was. */
function told(reach: Reach, rows: readonly unknown[]): Pick<Page, 'told' | 'skipped'> {
  const all: Told[] = [];
  const skipped: NonNullable<Page['skipped']>[number][] = [];
  for (const row of rows) {
    const read = post.safeParse(row);
    const at = new Date(read.data?.created_at ?? Number.NaN);
    if (read.success && !Number.isNaN(at.getTime())) all.push(mention(reach, read.data, at));
    // Its number leads to its author.
    else skipped.push({ what: 'post', id: nameOf(reach, row), code: 'connector_record_unreadable' });
  }
  return { told: all, skipped };
}

const mention = (reach: Reach, { id, user, text, retweeted_status }: Post, at: Date): Told => ({
  identifiers: [{ kind: 'weibo_uid', value: user.id }],
  traits: {
    ...(user.screen_name !== '' && { nickname: user.screen_name.slice(0, 100) }),
    ...(user.location !== '' && { city: user.location.slice(0, 100) }),
  },
  event: {
    name: 'Weibo Mentioned',
    properties: {
      channel_id: reach.channel.channel_id,
      is_repost: retweeted_status !== undefined && retweeted_status !== null,
      audience: audienceOf(user.followers_count),
    },
    personal: {
      post_id: id,
      url: `https://weibo.com/${user.id}/${id}`,
      text: text.slice(0, 5000),
      author: user.screen_name.slice(0, 100),
      followers: user.followers_count,
    },
  },
  at,
  messageId: nameOf(reach, { id }),
});

/** The exact count would lead to an account. */
const audienceOf = (followers: number): number =>
  followers < 1 ? 0 : 10 ** Math.floor(Math.log10(followers));

const nameOf = ({ channel }: Reach, row: unknown): string =>
  `weibo:${channel.channel_id}:${createHash('sha256')
    .update(numbered.safeParse(row).data?.id ?? JSON.stringify(row) ?? '')
    .digest('hex')
    .slice(0, 32)}`;
