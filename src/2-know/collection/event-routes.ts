import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import { everyRole, type Route, route, seesPersonal, staff } from '#platform/http';
import { customerId, position } from '#platform/ids';
import { answerList } from '#platform/lists';
import type { Platform } from '#platform/module';
import * as contract from './contract.ts';
import { listEvents } from './list-events.ts';
import type { LiveEvents } from './live-events.ts';
import { lookUp } from './look-up.ts';
import { looksOf } from './looks-of.ts';
import { itemOf, showEvents } from './show-event.ts';
import { timeline } from './timeline.ts';

export type EventParts = Pick<Platform, 'db' | 'log' | 'vault' | 'lake' | 'clock'> & { live: LiveEvents };

export const eventRoutes = (parts: EventParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/events',
    summary: 'Events, newest first',
    lane: 'console',
    access: everyRole,
    query: contract.eventQuery,
    response: contract.eventPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'events',
        columns: csv,
        read: async (asked) => {
          const { events, next } = await listEvents(parts, asked);
          return { items: (await showEvents(parts, events, seesPersonal(principal))).map(itemOf), next };
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/api/events/:position',
    summary: 'One event, whole',
    lane: 'console',
    access: everyRole,
    params: contract.eventParams,
    response: contract.eventDetail,
    handle: async ({ params, principal }) => {
      const event = await parts.log.at(parts.db, position(Number(params.position)));
      if (!event) throw new Problem('not_found');
      const [shown] = await showEvents(parts, [event], seesPersonal(principal));
      return shown as contract.EventDetail;
    },
  }),
  ...hersRoutes(parts),
  route({
    method: 'POST',
    path: '/api/events/lookup',
    summary: 'How often messages are stored, in the log and in the lake',
    lane: 'console',
    access: staff('developer', 'operations', 'analyst'),
    bodyLimit: 512 * 1024,
    body: contract.lookupBody,
    response: contract.lookupAnswer,
    handle: async ({ body }) => ({ items: await lookUp(parts, body.message_ids) }),
  }),
  route({
    method: 'GET',
    path: '/api/events/stream',
    summary: 'Events as they arrive (server-sent events)',
    lane: 'console',
    access: everyRole,
    query: contract.streamQuery,
    handle: ({ query, reply, principal, stillAllowed }) =>
      parts.live.follow(reply, query, principal, stillAllowed),
  }),
];

/** Of one customer, for her page. */
const hersRoutes = (parts: EventParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/timeline',
    summary: 'Everything a customer did, latest first',
    lane: 'console',
    access: staff('agent', 'operations', 'analyst', 'marketer', 'developer'),
    params: contract.timelineParams,
    query: contract.timelineQuery,
    response: contract.timelinePage,
    handle: async ({ params, query, principal }) => {
      const id = customerId(Number(params.id));
      const profiles = await profilesFor(parts.db, id, principal);
      if (profiles.length === 0) throw new Problem('not_found');
      return await timeline(parts, profiles, query, seesPersonal(principal));
    },
  }),
  route({
    method: 'GET',
    path: '/api/customers/:id/looks',
    summary: 'What a customer looked at most in the last 90 days: products and categories',
    lane: 'console',
    access: staff('agent', 'operations', 'analyst', 'marketer', 'developer'),
    params: contract.timelineParams,
    response: contract.looks,
    handle: async ({ params, principal }) => {
      const profiles = await profilesFor(parts.db, customerId(Number(params.id)), principal);
      if (profiles.length === 0) throw new Problem('not_found');
      return await looksOf(parts, profiles);
    },
  }),
];

const csv = {
  position: (item: contract.EventItem) => item.position,
  received_at: (item: contract.EventItem) => item.received_at,
  timestamp: (item: contract.EventItem) => item.timestamp,
  source: (item: contract.EventItem) => item.source.name,
  type: (item: contract.EventItem) => item.type,
  event: (item: contract.EventItem) => item.event,
  customer_id: (item: contract.EventItem) => item.customer_id,
  user_id: (item: contract.EventItem) => item.user_id,
  anonymous_id: (item: contract.EventItem) => item.anonymous_id,
  message_id: (item: contract.EventItem) => item.message_id,
  properties: (item: contract.EventItem) => JSON.stringify(item.properties),
};
