import { Problem } from '#platform/errors';
import { everyRole, type Principal, type Route, route, staff } from '#platform/http';
import { channelId } from '#platform/ids';
import { answerList } from '#platform/lists';
import type { Platform } from '#platform/module';
import { changeChannel } from './change-channel.ts';
import * as contract from './contract.ts';
import { openChannel } from './open-channel.ts';
import { type ChannelRow, channelById, listChannels } from './store.ts';

type Ground = Pick<Platform, 'db' | 'audit' | 'clock'>;

export const channelRoutes = (platform: Ground): Route[] => [
  route({
    method: 'GET',
    path: '/api/channels',
    summary: 'Channels: shops on platforms',
    lane: 'console',
    access: everyRole,
    query: contract.channelQuery,
    response: contract.channelPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'channels',
        columns: csv,
        read: async (asked) => {
          const { items, next } = await listChannels(platform.db, asked, channelsOf(principal));
          return { items: items.map(itemOf), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/channels',
    summary: 'Open a channel',
    lane: 'console',
    access: staff('operations', 'developer'),
    body: contract.newChannel,
    response: contract.channelItem,
    handle: async ({ staff: actor, body }) =>
      shown(platform, await openChannel(platform, actor, body), actor),
  }),
  route({
    method: 'PATCH',
    path: '/api/channels/:id',
    summary: 'Change a channel, or close it',
    lane: 'console',
    access: staff('operations', 'developer'),
    params: contract.channelParams,
    body: contract.channelChanges,
    response: contract.channelItem,
    handle: async ({ staff: actor, params, body }) => {
      const id = channelId(Number(params.id));
      if (!maySee(actor, id)) throw new Problem('not_found');
      await changeChannel(platform, actor, id, body);
      return await shown(platform, id, actor);
    },
  }),
];

const channelsOf = (principal: Principal): readonly string[] | null =>
  principal.kind === 'anonymous' ? [] : principal.channels;

const maySee = (principal: Principal, id: number): boolean =>
  channelsOf(principal)?.includes(String(id)) ?? true;

async function shown({ db }: Ground, id: ChannelRow['channel_id'], principal: Principal) {
  const row = maySee(principal, id) ? await channelById(db, id) : null;
  if (!row) throw new Problem('not_found');
  return itemOf(row);
}

const itemOf = ({ channel_id, created_at, closed_at, ...row }: ChannelRow): contract.ChannelItem => ({
  id: String(channel_id),
  ...row,
  created_at: created_at.toISOString(),
  closed_at: closed_at?.toISOString() ?? null,
});

const csv = {
  id: (item: contract.ChannelItem) => item.id,
  name: (item: contract.ChannelItem) => item.name,
  platform: (item: contract.ChannelItem) => item.platform,
  currency: (item: contract.ChannelItem) => item.currency,
  zone: (item: contract.ChannelItem) => item.zone,
  country: (item: contract.ChannelItem) => item.country,
  closed_at: (item: contract.ChannelItem) => item.closed_at,
};
