import type { Figures } from '#decide/metrics';
import { allChannels } from '#know/channels';
import { type Route, route, staff } from '#platform/http';
import { answerList } from '#platform/lists';
import { channelSeen, visibleTo } from './channel-seen.ts';
import { type CloseParts, closeMonth, reopenMonth } from './close-month.ts';
import { compareMonth } from './compare-month.ts';
import * as contract from './contract.ts';
import { type ClosingParts, closingItemOf, showClosing } from './show-closing.ts';
import { type DayParts, showDay } from './show-day.ts';
import { stateFigures } from './state-figures.ts';
import { type ClosingRow, listClosings } from './store.ts';

export type ReconciliationParts = CloseParts & ClosingParts & DayParts & { figures: Figures };

const readers = staff('analyst', 'marketer', 'operations', 'developer');
const keepers = staff('analyst');
const MANY_ORDERS_BYTES = 8 * 2 ** 20;

export const reconciliationRoutes = (parts: ReconciliationParts): Route[] => [
  ...comparingRoutes(parts),
  ...closingRoutes(parts),
];

const comparingRoutes = (parts: ReconciliationParts): Route[] => [
  route({
    method: 'PUT',
    path: '/api/channels/:id/statements',
    summary:
      'What the platform says of its own figures, by day, with its list of orders or without; the same day again replaces it',
    lane: 'console',
    access: keepers,
    params: contract.statementParams,
    body: contract.givenStatements,
    bodyLimit: MANY_ORDERS_BYTES,
    response: contract.stated,
    handle: async ({ params, body, staff: actor }) => {
      const { channel_id: id } = await channelSeen(parts.db, Number(params.id), actor);
      return await stateFigures(parts, actor, id, body);
    },
  }),
  route({
    method: 'GET',
    path: '/api/reconciliation',
    summary: 'A month of a channel by day: the platform’s figure, ours, and the difference',
    lane: 'console',
    access: readers,
    query: contract.monthQuery,
    response: contract.comparedMonth,
    handle: ({ query, principal }) => compareMonth(parts, query, principal),
  }),
  route({
    method: 'GET',
    path: '/api/reconciliation/day',
    summary: 'The difference of a day opened to single orders, each with a reason',
    lane: 'console',
    access: readers,
    query: contract.dayQuery,
    response: contract.explainedDay,
    handle: ({ query, principal }) => showDay(parts, query, principal),
  }),
];

const closingRoutes = (parts: ReconciliationParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/closings',
    summary: 'Months that were closed, by channel; those opened again too',
    lane: 'console',
    access: readers,
    query: contract.closingQuery,
    response: contract.closingPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'closings',
        columns: csv,
        read: async (asked) => {
          const { items, next } = await listClosings(parts.db, asked, visibleTo(principal));
          const show = await shown(parts);
          return { items: items.map(show), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/closings',
    summary: 'Close a month of a channel: what changes later is a restatement',
    lane: 'console',
    access: keepers,
    body: contract.closeBody,
    response: contract.closingItem,
    handle: async ({ body, staff: actor }) => {
      const closing = await closeMonth(parts, actor, body);
      return (await shown(parts))(closing);
    },
  }),
  route({
    method: 'GET',
    path: '/api/closings/:id',
    summary: 'A closed month: figures as closed and now, and orders of which something was learned since',
    lane: 'console',
    access: readers,
    params: contract.closingParams,
    query: contract.closingFigure,
    response: contract.closingDetail,
    handle: ({ params, query, principal }) => showClosing(parts, Number(params.id), query.figure, principal),
  }),
  route({
    method: 'POST',
    path: '/api/closings/:id/reopening',
    summary: 'Open a closed month again',
    lane: 'console',
    access: keepers,
    params: contract.closingParams,
    response: contract.closingItem,
    handle: async ({ params, staff: actor }) => {
      const closing = await reopenMonth(parts, actor, Number(params.id));
      return (await shown(parts))(closing);
    },
  }),
];

async function shown({ db }: ReconciliationParts): Promise<(row: ClosingRow) => contract.ClosingItem> {
  const channels = new Map((await allChannels(db)).map((row) => [row.channel_id, row]));
  return (row) => closingItemOf(row, channels.get(row.channel_id));
}

const csv = {
  channel: (item: contract.ClosingItem) => item.channel.name,
  month: (item: contract.ClosingItem) => item.month,
  closed_at: (item: contract.ClosingItem) => item.closed_at,
  closed_by: (item: contract.ClosingItem) => item.closed_by,
  reopened_at: (item: contract.ClosingItem) => item.reopened_at,
  reopened_by: (item: contract.ClosingItem) => item.reopened_by,
};
