import { channelById } from '#know/channels';
import { Problem } from '#platform/errors';
import { type Route, route, staff } from '#platform/http';
import { channelId, customerId } from '#platform/ids';
import { answerList } from '#platform/lists';
import type { Platform } from '#platform/module';
import * as contract from './contract.ts';
import { recordOf } from './given-order.ts';
import { ordersOfCustomer } from './hers/orders-of-customer.ts';
import { channelsOf, listOrders, showOrder } from './list-orders.ts';
import { type RecordParts, recordOrders } from './record-orders.ts';

const readers = staff('agent', 'operations', 'analyst', 'marketer', 'developer');
/** A live order is one of today: what a shop sends later is history, and sets nothing off. */
const LIVE_MS = 86_400_000;
const BATCH_BYTES = 8 * 2 ** 20;

export const orderRoutes = (parts: RecordParts & Pick<Platform, 'vault'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/orders',
    summary: 'Orders of all channels',
    lane: 'console',
    access: readers,
    query: contract.orderQuery,
    response: contract.orderPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'orders',
        columns: csv,
        read: (asked) => listOrders(parts.db, asked, principal),
      }),
  }),
  route({
    method: 'GET',
    path: '/api/orders/:id',
    summary: 'An order with its lines, payments and refunds',
    lane: 'console',
    access: readers,
    params: contract.orderParams,
    response: contract.orderDetail,
    handle: ({ params, principal }) => showOrder(parts, Number(params.id), principal),
  }),
  route({
    method: 'GET',
    path: '/api/customers/:id/orders',
    summary: "A customer's latest orders: what was in them, where they are, what came back",
    lane: 'console',
    access: readers,
    params: contract.orderParams,
    response: contract.ordersOfCustomer,
    handle: ({ params, principal }) => ordersOfCustomer(parts, customerId(Number(params.id)), principal),
  }),
  route({
    method: 'POST',
    path: '/api/channels/:id/orders',
    summary: 'Record up to 500 orders of a channel; the same again changes nothing',
    lane: 'webhook',
    access: staff('operations', 'developer'),
    params: contract.ordersOfChannel,
    body: contract.givenOrders,
    bodyLimit: BATCH_BYTES,
    response: contract.recorded,
    handle: async ({ params, body, staff: caller }) => {
      const visible = channelsOf(caller);
      const channel = await channelById(parts.db, channelId(Number(params.id)));
      if (!channel || (visible && !visible.includes(params.id))) throw new Problem('not_found');
      const records = body.orders.map((given) => recordOf(given, channel));
      if (body.origin === 'import') return await recordOrders(parts, channel, records, 'import');
      const since = parts.clock.now().getTime() - LIVE_MS;
      const live = records.filter(({ order }) => order.placedAt.getTime() >= since);
      const late = records.filter((record) => !live.includes(record));
      const [now, then] = [
        live.length > 0 ? await recordOrders(parts, channel, live, 'live') : NONE,
        late.length > 0 ? await recordOrders(parts, channel, late, 'backfill') : NONE,
      ];
      return { recorded: now.recorded + then.recorded, unchanged: now.unchanged + then.unchanged };
    },
  }),
];

const NONE = { recorded: 0, unchanged: 0 };

const csv = {
  id: (item: contract.OrderItem) => item.id,
  channel: (item: contract.OrderItem) => item.channel.name,
  number: (item: contract.OrderItem) => item.number,
  kind: (item: contract.OrderItem) => item.kind,
  customer_id: (item: contract.OrderItem) => item.customer_id,
  state: (item: contract.OrderItem) => item.state,
  payment: (item: contract.OrderItem) => item.payment,
  placed_at: (item: contract.OrderItem) => item.placed_at,
  currency: (item: contract.OrderItem) => item.currency,
  total: (item: contract.OrderItem) => item.total,
  refunded: (item: contract.OrderItem) => item.refunded,
};
