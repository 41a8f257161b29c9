/**
 * Followers of an Official Account, and what they do there. WeChat names them by an openid, which is theirs with this account, and by a unionid
 * where the account belongs to an open platform. Nicks and faces it no longer gives.
 *
 * To follow is not to agree to advertising: nothing is said of consent. Who leaves said that she will not be written to there.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json, JsonObject } from '#platform/log';
import type { Fetched, Page, Reach, Told } from '../../connector.ts';
import { callWechat } from './call-wechat.ts';

type Choices = NonNullable<Fetched['consents']>[number];

const AT_ONCE = 100;

const listed = z.object({
  count: z.number().int(),
  data: z.object({ openid: z.array(z.string()) }).optional(),
  next_openid: z.string().catch(''),
});
const cursorOf = z.strictObject({ after: z.string(), begun: z.iso.datetime() });

/**
 * All of them, ten thousand a call, again and again: who came while nobody listened is found, and the same again is said once. They are handed
 * over some hundred at a time; one who is killed in between begins with the call again, of which WeChat allows few a day.
 */
export async function* readFollowers(reach: Reach, cursor: Json | null): AsyncGenerator<Page> {
  const at = cursor === null ? null : cursorOf.parse(cursor);
  const begun = at?.begun ?? reach.now().toISOString();
  const query: Record<string, string> = at ? { next_openid: at.after } : {};
  const said = listed.parse(await callWechat(reach, '/cgi-bin/user/get', query));
  const openids = said.data?.openid ?? [];
  for (let from = 0; from < openids.length; from += AT_ONCE) {
    const told = await profilesOf(reach, openids.slice(from, from + AT_ONCE));
    yield { told, cursor: at, more: true, upTo: null };
  }
  const last = openids.at(-1);
  // An empty page, or one that ends where it began, is the last.
  if (last !== undefined && said.next_openid !== '' && last !== at?.after)
    yield { cursor: { after: last, begun }, more: true, upTo: null };
  else yield { cursor: null, more: false, upTo: new Date(begun) };
}

const profile = z.object({
  subscribe: z.number(),
  openid: z.string(),
  unionid: z.string().optional(),
  subscribe_time: z.number().optional(),
  subscribe_scene: z.string().optional(),
  language: z.string().optional(),
  remark: z.string().optional(),
});
type Profile = z.output<typeof profile>;
const profiles = z.object({ user_info_list: z.array(profile) });

export async function profilesOf(reach: Reach, openids: readonly string[]): Promise<Told[]> {
  const said = await callWechat(
    reach,
    '/cgi-bin/user/info/batchget',
    {},
    {
      user_list: openids.map((openid) => ({ openid, lang: 'zh_CN' })),
    },
  );
  return profiles
    .parse(said)
    .user_info_list.filter(({ subscribe }) => subscribe === 1)
    .map((one) => followed(reach, one));
}

/** Once for each time she came. */
function followed(reach: Reach, one: Profile): Told {
  const at = one.subscribe_time ? new Date(one.subscribe_time * 1000) : reach.channel.created_at;
  const { openid, unionid = '', language = '' } = one;
  return {
    identifiers: identifiersOf(openid, unionid),
    traits: language === '' ? {} : { language },
    event: null,
    at,
    messageId: nameOf(reach, ['follower', openid, unionid, language, at.toISOString()]),
  };
}

export const identifiersOf = (openid: string, unionid: string | undefined): Told['identifiers'] => [
  { kind: 'wechat_openid', value: openid },
  ...(unionid ? [{ kind: 'wechat_unionid', value: unionid }] : []),
];

/** An openid is personal: in the name of a message it stands as a digest. */
export const nameOf = ({ channel }: Reach, parts: readonly string[]): string =>
  `wechat:${channel.channel_id}:${createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)}`;

/** What a push says of somebody. Texts she wrote stay out: they are hers, and a conversation's. */
export async function heard(reach: Reach, message: Readonly<Record<string, string>>): Promise<Fetched> {
  const { FromUserName: openid = '', MsgType: type = '', Event: event = '', CreateTime: time = '' } = message;
  if (openid === '' || !/^\d{9,11}$/.test(time)) return {};
  const at = new Date(Number(time) * 1000);
  const name = EVENTS.get(type === 'event' ? event.toLowerCase() : 'message');
  if (!name) return {};
  const known = event.toLowerCase() === 'subscribe' ? await profilesOf(reach, [openid]) : [];
  const done: Told = {
    identifiers: identifiersOf(openid, undefined),
    traits: {},
    event: { name, properties: propertiesOf(reach, message, type) },
    at,
    messageId: nameOf(reach, [message.MsgId || `${openid}${time}${type}${event}${message.EventKey ?? ''}`]),
  };
  const left: Choices = event.toLowerCase() === 'unsubscribe' ? [refusal(at)] : [];
  return { told: [...known, done], consents: [...known.map(() => []), left] };
}

const EVENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    subscribe: 'WeChat Followed',
    unsubscribe: 'WeChat Unfollowed',
    scan: 'WeChat Code Scanned',
    click: 'WeChat Menu Clicked',
    view: 'WeChat Menu Clicked',
    message: 'WeChat Message Received',
  }),
);

/** Keys are the shop's own words for its codes and buttons; links may hold anything and are left out. */
function propertiesOf(
  { channel }: Reach,
  message: Readonly<Record<string, string>>,
  type: string,
): JsonObject {
  const key = (message.EventKey ?? '').replace(/^qrscene_/, '');
  return {
    channel_id: channel.channel_id,
    ...(type !== 'event' && { message_type: type }),
    ...(/^[\w.:-]{1,64}$/.test(key) && !/\d{7}/.test(key) && { key }),
  };
}

const refusal = (at: Date): Choices[number] => ({
  purpose: 'marketing',
  channel: 'wechat',
  state: 'withdrawn',
  at,
  method: 'platform',
  source: 'WeChat',
  textVersion: null,
  textDigest: null,
  locale: null,
});
