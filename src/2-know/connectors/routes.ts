import { Problem } from '#platform/errors';
import { type Principal, type Route, route, staff } from '#platform/http';
import { channelId } from '#platform/ids';
import { answerList } from '#platform/lists';
import type { Platform } from '#platform/module';
import { connect } from './connect.ts';
import * as contract from './contract.ts';
import { changeConnection, type Move, moveConnection } from './move-connection.ts';
import type { ConnectorParts } from './parts.ts';
import { askAct } from './requests/ask-act.ts';
import { listRequests } from './requests/store.ts';
import {
  connectionDetail,
  connectionItems,
  connectorItemOf,
  deliveryShown,
  requestShown,
  skippedShown,
} from './shown.ts';
import * as store from './store.ts';

type Parts = ConnectorParts & Pick<Platform, 'settings'>;

const keepers = staff('operations', 'developer');

export const connectorRoutes = (parts: Parts): Route[] => [
  ...connectionRoutes(parts),
  ...pageRoutes(parts),
  ...(['run', 'pause', 'resume', 'disconnect'] as const).map((move) => moveRoute(parts, move)),
];

const connectionRoutes = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/api/connectors',
    summary: 'Platforms that can be connected, and what each needs',
    lane: 'console',
    access: keepers,
    response: contract.connectorList,
    handle: () => ({ items: parts.connectors.map(connectorItemOf), next: null }),
  }),
  route({
    method: 'GET',
    path: '/api/connections',
    summary: 'Connections to platforms, and how far each is',
    lane: 'console',
    access: keepers,
    query: contract.connectionQuery,
    response: contract.connectionPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'connections',
        columns: csv,
        read: async (asked) => {
          const { items, next } = await store.listConnections(parts.db, asked, channelsOf(principal));
          return { items: await connectionItems(parts, items), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/connections',
    summary: 'Connect a channel to its platform',
    lane: 'console',
    access: keepers,
    body: contract.newConnection,
    response: contract.connectionDetail,
    handle: async ({ body, staff: actor }) => {
      if (!maySee(actor, body.channel_id)) throw new Problem('not_found');
      const id = await connect(parts, actor, {
        connector: body.connector,
        channelId: channelId(Number(body.channel_id)),
        settings: body.settings,
      });
      return await connectionDetail(parts, await visible(parts, actor, String(id)));
    },
  }),
  route({
    method: 'GET',
    path: '/api/connections/:id',
    summary: 'A connection: what was fetched, what was not and why, how far behind it is',
    lane: 'console',
    access: keepers,
    params: contract.connectionParams,
    response: contract.connectionDetail,
    handle: async ({ params, principal }) =>
      connectionDetail(parts, await visible(parts, principal, params.id)),
  }),
  route({
    method: 'PATCH',
    path: '/api/connections/:id',
    summary: 'Change the settings of a connection; what is not named stays',
    lane: 'console',
    access: keepers,
    params: contract.connectionParams,
    body: contract.connectionChanges,
    response: contract.connectionDetail,
    handle: async ({ params, body, staff: actor }) => {
      await visible(parts, actor, params.id);
      await changeConnection(parts, actor, Number(params.id), body.settings);
      return await connectionDetail(parts, await visible(parts, actor, params.id));
    },
  }),
];

const SUMMARIES: Record<Move, string> = {
  pause: 'Pause a connection: nothing is read or sent until it is resumed',
  resume: 'Go on with a connection that was paused',
  disconnect: 'Disconnect for good; keys are destroyed, what was fetched stays',
  run: 'Read what is new now',
};

const moveRoute = (parts: Parts, move: Move): Route =>
  route({
    method: 'POST',
    path: `/api/connections/:id/${move}`,
    summary: SUMMARIES[move],
    lane: 'console',
    access: keepers,
    params: contract.connectionParams,
    response: contract.connectionDetail,
    handle: async ({ params, staff: actor }) => {
      await visible(parts, actor, params.id);
      await moveConnection(parts, actor, Number(params.id), move);
      return await connectionDetail(parts, await visible(parts, actor, params.id));
    },
  });

const pageRoutes = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/api/connections/:id/deliveries',
    summary: 'What the platform told by itself in the last 30 days',
    lane: 'console',
    access: keepers,
    params: contract.connectionParams,
    query: contract.deliveryQuery,
    response: contract.deliveryPage,
    handle: async ({ params, query, reply, principal }) => {
      const { connection_id: id } = await visible(parts, principal, params.id);
      return await answerList(reply, query, {
        file: 'deliveries',
        columns: {
          id: (item: contract.DeliveryItem) => item.id,
          name: (item: contract.DeliveryItem) => item.name,
          topic: (item: contract.DeliveryItem) => item.topic,
          state: (item: contract.DeliveryItem) => item.state,
          arrived_at: (item: contract.DeliveryItem) => item.arrived_at,
        },
        read: async (asked) => {
          const { items, next } = await store.listDeliveries(parts.db, id, asked);
          return { items: items.map(deliveryShown), next };
        },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/api/connections/:id/skipped',
    summary: 'What could not be taken in, and why',
    lane: 'console',
    access: keepers,
    params: contract.connectionParams,
    query: contract.skippedQuery,
    response: contract.skippedPage,
    handle: async ({ params, query, reply, principal }) => {
      const { connection_id: id } = await visible(parts, principal, params.id);
      return await answerList(reply, query, {
        file: 'skipped',
        columns: {
          what: (item: contract.SkippedItem) => item.what,
          id: (item: contract.SkippedItem) => item.id,
          reason: (item: contract.SkippedItem) => item.code,
          at: (item: contract.SkippedItem) => item.at,
        },
        read: async (asked) => {
          const { items, next } = await store.listSkipped(parts.db, id, asked);
          return { items: items.map(skippedShown), next };
        },
      });
    },
  }),
  ...requestRoutes(parts),
];

const requestRoutes = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/api/connections/:id/requests',
    summary: 'What the platform was asked to do, and what it answered',
    lane: 'console',
    access: keepers,
    params: contract.connectionParams,
    query: contract.requestQuery,
    response: contract.requestPage,
    handle: async ({ params, query, reply, principal }) => {
      const { connection_id: id } = await visible(parts, principal, params.id);
      return await answerList(reply, query, {
        file: 'requests',
        columns: {
          id: (item: contract.RequestItem) => item.id,
          act: (item: contract.RequestItem) => item.act,
          about: (item: contract.RequestItem) => item.about,
          state: (item: contract.RequestItem) => item.state,
          reason: (item: contract.RequestItem) => item.reason,
          asked_at: (item: contract.RequestItem) => item.asked_at,
        },
        read: async (asked) => {
          const { items, next } = await listRequests(parts.db, id, asked);
          return { items: items.map(requestShown), next };
        },
      });
    },
  }),
  route({
    method: 'POST',
    path: '/api/connections/:id/requests',
    summary: 'Ask the platform for something that only it can do',
    lane: 'console',
    access: keepers,
    params: contract.connectionParams,
    body: contract.actRequest,
    freeText: ['note'],
    response: contract.askedAct,
    handle: async ({ params, body, staff: actor }) => {
      const { connection_id: id } = await visible(parts, actor, params.id);
      return { id: String(await askAct(parts, actor, id, body)), state: 'asked' as const };
    },
  }),
];

const channelsOf = (principal: Principal): readonly string[] | null =>
  principal.kind === 'anonymous' ? [] : principal.channels;
const maySee = (principal: Principal, channel: string): boolean =>
  channelsOf(principal)?.includes(channel) ?? true;

/** Throws `not_found`, also for what belongs to a channel of others. */
async function visible({ db }: Parts, principal: Principal, id: string): Promise<store.ConnectionRow> {
  const row = await store.connectionById(db, Number(id));
  if (!row || !maySee(principal, String(row.channel_id))) throw new Problem('not_found');
  return row;
}

const csv = {
  id: (item: contract.ConnectionItem) => item.id,
  connector: (item: contract.ConnectionItem) => item.connector,
  channel: (item: contract.ConnectionItem) => item.channel.name,
  state: (item: contract.ConnectionItem) => item.state,
  created_at: (item: contract.ConnectionItem) => item.created_at,
};
