/** The only SQL of `know/orders`; schema `orders`. Everything works on many orders at once: an import brings thousands. */

import type { z } from 'zod';
import type { Listed } from '#know/catalog';
import { type ChannelId, type CustomerId, customerId, type OrderId, orderId } from '#platform/ids';
import { keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { orderQuery } from './contract.ts';
import {
  type Adjustment,
  type Order,
  type OrderLine,
  type Payment,
  paymentStateOf,
  type Refund,
  refundedOf,
  stateOf,
  totalOf,
} from './order.ts';

export type Known = {
  platformId: string;
  orderId: OrderId;
  customerId: CustomerId;
  version: Date | null;
  rank: number;
  digest: Buffer;
};

/** Locks the numbers that are there, in an order that all writers keep. */
export async function lockNumbers(
  tx: Tx,
  channel: ChannelId,
  platformIds: readonly string[],
): Promise<Map<string, Known>> {
  const { rows } = await sql<{
    platform_id: string;
    order_id: number;
    customer_id: number;
    version: Date | null;
    rank: number;
    digest: Buffer;
  }>`SELECT platform_id, order_id, customer_id, version, rank, digest FROM orders.number
      WHERE channel_id = ${channel} AND platform_id = ANY(${platformIds}::text[]) ORDER BY platform_id FOR UPDATE`.execute(
    tx,
  );
  return new Map(
    rows.map(({ platform_id, order_id, customer_id, ...row }) => [
      platform_id,
      { platformId: platform_id, orderId: orderId(order_id), customerId: customerId(customer_id), ...row },
    ]),
  );
}

export async function takeOrderIds(tx: Tx, count: number): Promise<OrderId[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT nextval('orders.order_number') AS id FROM generate_series(1, ${count}::int)`.execute(tx);
  return rows.map((row) => orderId(row.id));
}

/** Numbers of which somebody else was quicker are left alone; the others come back. */
export async function saveNumbers(
  tx: Tx,
  channel: ChannelId,
  numbers: readonly Known[],
): Promise<Set<string>> {
  const { rows } = await sql<{ platform_id: string }>`
    INSERT INTO orders.number AS n (channel_id, platform_id, order_id, customer_id, version, rank, digest)
    SELECT ${channel}, * FROM unnest(
      ${numbers.map((n) => n.platformId)}::text[], ${numbers.map((n) => n.orderId)}::bigint[],
      ${numbers.map((n) => n.customerId)}::bigint[], ${numbers.map((n) => n.version)}::timestamptz[],
      ${numbers.map((n) => n.rank)}::smallint[], ${numbers.map((n) => n.digest)}::bytea[])
    ON CONFLICT (channel_id, platform_id) DO UPDATE
      SET customer_id = excluded.customer_id, version = excluded.version, rank = excluded.rank, digest = excluded.digest
      WHERE n.order_id = excluded.order_id
    RETURNING platform_id`.execute(tx);
  return new Set(rows.map((row) => row.platform_id));
}

export type StoredOrder = {
  customerId: CustomerId;
  orderId: OrderId;
  order: Order;
  sealed: Buffer | null;
  listed: ReadonlyMap<string, Pick<Listed, 'variantId' | 'productId'>>;
};

export async function saveOrders(
  tx: Tx,
  channel: ChannelId,
  orders: readonly StoredOrder[],
  at: Date,
): Promise<void> {
  await insertHeads(tx, channel, orders, at);
  await insertLines(tx, orders);
  await insertParts(tx, orders);
}

async function insertHeads(
  tx: Tx,
  channel: ChannelId,
  orders: readonly StoredOrder[],
  at: Date,
): Promise<void> {
  const of = <T>(value: (stored: StoredOrder) => T): T[] => orders.map(value);
  await sql`
    INSERT INTO orders.order (channel_id, recorded_at, changed_at, customer_id, order_id, platform_id, number, kind, state, payment,
      fulfilment, placed_at, cancelled_at, cancel_reason, completed_at, currency, test, tax_included, total, refunded, goods, campaign, country, sealed)
    SELECT ${channel}, ${at}, ${at}, * FROM unnest(
      ${of((s) => s.customerId)}::bigint[], ${of((s) => s.orderId)}::bigint[], ${of((s) => s.order.platformId)}::text[],
      ${of((s) => s.order.number)}::text[], ${of((s) => s.order.kind)}::text[], ${of((s) => stateOf(s.order))}::text[],
      ${of((s) => paymentStateOf(s.order))}::text[], ${of((s) => s.order.fulfilment)}::text[],
      ${of((s) => s.order.placedAt)}::timestamptz[], ${of((s) => s.order.cancelledAt)}::timestamptz[],
      ${of((s) => s.order.cancelReason)}::text[], ${of((s) => s.order.completedAt)}::timestamptz[],
      ${of((s) => s.order.currency)}::text[], ${of((s) => s.order.test)}::boolean[], ${of((s) => s.order.taxIncluded)}::boolean[],
      ${of((s) => totalOf(s.order))}::bigint[], ${of((s) => refundedOf(s.order))}::bigint[],
      ${of((s) => piecesOf(s.order))}::int[], ${of((s) => s.order.campaign)}::text[], ${of((s) => s.order.country)}::text[],
      ${of((s) => s.sealed)}::bytea[])`.execute(tx);
}

const piecesOf = ({ lines }: Order): number =>
  lines.reduce((sum, { sold, quantity }) => sum + (sold.kind === 'goods' ? quantity : 0), 0);

async function insertLines(tx: Tx, orders: readonly StoredOrder[]): Promise<void> {
  const rows = orders.flatMap(({ order, listed, ...ids }) =>
    order.lines.map((line, index) => ({
      ...ids,
      ...line,
      index,
      ...(listed.get(line.sold.platformId) as Pick<Listed, 'variantId' | 'productId'>),
    })),
  );
  const of = <T>(value: (row: (typeof rows)[number]) => T): T[] => rows.map(value);
  await sql`
    INSERT INTO orders.line (customer_id, order_id, line, platform_id, kind, variant_id, product_id, sold_as, title, quantity,
      unit_price, amount, discount)
    SELECT * FROM unnest(
      ${of((r) => r.customerId)}::bigint[], ${of((r) => r.orderId)}::bigint[], ${of((r) => r.index)}::int[],
      ${of((r) => r.platformId)}::text[], ${of((r) => r.sold.kind)}::text[], ${of((r) => r.variantId)}::bigint[],
      ${of((r) => r.productId)}::bigint[], ${of((r) => r.sold.platformId)}::text[], ${of((r) => r.sold.title)}::text[],
      ${of((r) => r.quantity)}::int[], ${of((r) => r.unitPrice)}::numeric[], ${of((r) => r.amount)}::bigint[],
      ${of((r) => r.discount)}::bigint[])`.execute(tx);
}

async function insertParts(tx: Tx, orders: readonly StoredOrder[]): Promise<void> {
  const partsOf = <T>(value: (order: Order) => readonly T[]) =>
    orders.flatMap(({ order, customerId: customer_id, orderId: order_id }) =>
      value(order).map((part, n) => ({ customer_id, order_id, n, ...part })),
    );
  const insert = async (
    rows: readonly object[],
    into: (json: string) => ReturnType<typeof sql>,
  ): Promise<void> => {
    if (rows.length > 0) await into(JSON.stringify(rows)).execute(tx);
  };
  await insert(
    partsOf((order) => order.adjustments),
    (json) => sql`INSERT INTO orders.adjustment (customer_id, order_id, n, kind, amount, label)
      SELECT * FROM jsonb_to_recordset(${json}::jsonb) AS t (customer_id bigint, order_id bigint, n int, kind text, amount bigint, label text)`,
  );
  await insert(
    partsOf((order) => order.payments),
    (
      json,
    ) => sql`INSERT INTO orders.payment (customer_id, order_id, platform_id, method, amount, paid_at, state)
      SELECT customer_id, order_id, "platformId", method, amount, at, state FROM jsonb_to_recordset(${json}::jsonb)
        AS t (customer_id bigint, order_id bigint, "platformId" text, method text, amount bigint, at timestamptz, state text)`,
  );
  await insert(
    partsOf((order) => order.refunds),
    (
      json,
    ) => sql`INSERT INTO orders.refund (customer_id, order_id, platform_id, refunded_at, amount, lines, beside, reason)
      SELECT customer_id, order_id, "platformId", at, amount, lines, beside, reason FROM jsonb_to_recordset(${json}::jsonb)
        AS t (customer_id bigint, order_id bigint, "platformId" text, at timestamptz, amount bigint, lines jsonb, beside jsonb, reason text)`,
  );
}

export type OrderKey = { customerId: CustomerId; orderId: OrderId };

/** What is written anew in the same transaction. */
export async function removeOrders(tx: Tx, keys: readonly OrderKey[]): Promise<void> {
  if (keys.length === 0) return;
  const gone = sql`(customer_id, order_id) IN (SELECT * FROM unnest(${keys.map((key) => key.customerId)}::bigint[],
    ${keys.map((key) => key.orderId)}::bigint[]))`;
  await sql`DELETE FROM orders.order WHERE ${gone}`.execute(tx);
  await sql`DELETE FROM orders.line WHERE ${gone}`.execute(tx);
  await sql`DELETE FROM orders.adjustment WHERE ${gone}`.execute(tx);
  await sql`DELETE FROM orders.payment WHERE ${gone}`.execute(tx);
  await sql`DELETE FROM orders.refund WHERE ${gone}`.execute(tx);
}

export type OrderRow = {
  customer_id: number;
  order_id: number;
  channel_id: number;
  platform_id: string;
  number: string;
  kind: Order['kind'];
  state: string;
  payment: string;
  fulfilment: Order['fulfilment'];
  placed_at: Date;
  cancelled_at: Date | null;
  cancel_reason: string | null;
  completed_at: Date | null;
  currency: string;
  test: boolean;
  tax_included: boolean;
  total: number;
  refunded: number;
  goods: number;
  campaign: string | null;
  country: string | null;
  sealed: Buffer | null;
  recorded_at: Date;
  changed_at: Date;
};

type PartRows = {
  lines: {
    platform_id: string;
    kind: OrderLine['sold']['kind'];
    sold_as: string;
    title: string;
    quantity: number;
    unit_price: string;
    amount: number;
    discount: number;
    variant_id: number;
    product_id: number;
  }[];
  adjustments: Adjustment[];
  payments: {
    platform_id: string;
    method: string;
    amount: number;
    paid_at: string;
    state: Payment['state'];
  }[];
  refunds: {
    platform_id: string;
    refunded_at: string;
    amount: number;
    lines: Refund['lines'];
    beside: Refund['beside'] | null;
    reason: string;
  }[];
};

export type WholeOrder = OrderKey & {
  row: OrderRow;
  order: Order;
  parts: PartRows['lines'];
  products: ReadonlyMap<string, number>;
};

/** Orders with everything that belongs to them. */
export async function wholeOrders(db: Db | Tx, keys: readonly OrderKey[]): Promise<WholeOrder[]> {
  if (keys.length === 0) return [];
  const of = sql`x.customer_id = o.customer_id AND x.order_id = o.order_id`;
  const { rows } = await sql<OrderRow & PartRows>`
    SELECT o.*,
      (SELECT coalesce(json_agg(json_build_object('platform_id', x.platform_id, 'kind', x.kind, 'sold_as', x.sold_as, 'title', x.title,
          'quantity', x.quantity, 'unit_price', x.unit_price::text, 'amount', x.amount, 'discount', x.discount,
          'variant_id', x.variant_id, 'product_id', x.product_id) ORDER BY x.line), '[]') FROM orders.line x WHERE ${of}) AS lines,
      (SELECT coalesce(json_agg(json_build_object('kind', x.kind, 'amount', x.amount, 'label', x.label) ORDER BY x.n), '[]')
         FROM orders.adjustment x WHERE ${of}) AS adjustments,
      (SELECT coalesce(json_agg(x ORDER BY x.platform_id), '[]') FROM orders.payment x WHERE ${of}) AS payments,
      (SELECT coalesce(json_agg(x ORDER BY x.platform_id), '[]') FROM orders.refund x WHERE ${of}) AS refunds
      FROM orders.order o
      JOIN unnest(${keys.map((key) => key.customerId)}::bigint[], ${keys.map((key) => key.orderId)}::bigint[]) AS k (customer_id, order_id)
        USING (customer_id, order_id)`.execute(db);
  return rows.map(wholeOf);
}

function wholeOf({ lines, adjustments, payments, refunds, ...row }: OrderRow & PartRows): WholeOrder {
  const order: Order = {
    platformId: row.platform_id,
    number: row.number,
    kind: row.kind,
    placedAt: row.placed_at,
    currency: row.currency,
    test: row.test,
    taxIncluded: row.tax_included,
    lines: lines.map(lineOf),
    adjustments,
    payments: payments.map(({ platform_id, paid_at, method, amount, state }) => ({
      platformId: platform_id,
      at: new Date(paid_at),
      method,
      amount,
      state,
    })),
    refunds: refunds.map(({ platform_id, refunded_at, amount, lines: returned, beside, reason }) => ({
      platformId: platform_id,
      at: new Date(refunded_at),
      amount,
      lines: returned,
      ...(beside && { beside }),
      reason,
    })),
    cancelledAt: row.cancelled_at,
    cancelReason: row.cancel_reason,
    fulfilment: row.fulfilment,
    completedAt: row.completed_at,
    campaign: row.campaign,
    country: row.country,
  };
  return {
    customerId: customerId(row.customer_id),
    orderId: orderId(row.order_id),
    row,
    order,
    parts: lines,
    products: new Map(lines.map((line) => [line.sold_as, line.product_id])),
  };
}

const lineOf = (line: PartRows['lines'][number]): OrderLine => ({
  platformId: line.platform_id,
  sold: {
    platformId: line.sold_as,
    platformProduct: line.sold_as,
    sku: null,
    title: line.title,
    kind: line.kind,
  },
  quantity: line.quantity,
  unitPrice: line.unit_price,
  amount: line.amount,
  discount: line.discount,
});

const lists = keyset({
  id: { column: sql`order_id`, type: 'int8' },
  sorts: {
    placed_at: { column: sql`placed_at`, type: 'timestamptz' },
    total: { column: sql`total`, type: 'int8' },
  },
  filters: {
    channel: (id: number) => sql`channel_id = ${id}`,
    platform_id: (id: string) => sql`platform_id = ${id}`,
    customer: (ids: readonly number[]) => sql`customer_id = ANY(${ids}::bigint[])`,
    country: (country: string) => sql`country = ${country}`,
    state: (state: string) => sql`state = ${state}`,
    payment: (payment: string) => sql`payment = ${payment}`,
    kind: (kind: string) => sql`kind = ${kind}`,
    test: (test: boolean) => sql`test = ${test}`,
    from: (from: string) => sql`placed_at >= ${from}`,
    to: (to: string) => sql`placed_at < ${to}`,
  },
});

/** `customer`: all profiles of the person asked for. */
export type OrderListQuery = Omit<z.output<typeof orderQuery>, 'customer'> & {
  customer?: readonly number[] | undefined;
};

/** `q` is the beginning of the channel's number. `visible`: channels a caller is limited to; null for all. */
export async function listOrders(
  db: Db,
  query: OrderListQuery,
  visible: readonly string[] | null,
): Promise<Page<OrderRow>> {
  const page = lists.pageSql(query);
  const begins = query.q === undefined ? null : `${query.q.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<OrderRow & { page_value: string | null; page_id: string }>`
    SELECT o.*, ${page.keys} FROM orders.order o
     WHERE ${page.where}
       AND (${visible}::text[] IS NULL OR channel_id::text = ANY(${visible}::text[]))
       AND (${begins}::text IS NULL OR order_id IN (SELECT n.order_id FROM orders.number n WHERE n.platform_id LIKE ${begins}::text))
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}

export async function orderKey(db: Db, id: number): Promise<OrderKey | null> {
  const { rows } = await sql<{ customer_id: number; order_id: number }>`
    SELECT customer_id, order_id FROM orders.number WHERE order_id = ${id}`.execute(db);
  return rows[0] ? { customerId: customerId(rows[0].customer_id), orderId: orderId(rows[0].order_id) } : null;
}

/** Orders of one profile, newest first. */
export async function ordersOf(db: Db, customer: CustomerId): Promise<WholeOrder[]> {
  const { rows } = await sql<{ order_id: number }>`
    SELECT order_id FROM orders.order WHERE customer_id = ${customer} ORDER BY placed_at DESC`.execute(db);
  return await wholeOrders(
    db,
    rows.map((row) => ({ customerId: customer, orderId: orderId(row.order_id) })),
  );
}

/** What was bought stays, as books must be kept (E-Commerce Law 31); who bought it and where it went does not. */
export async function forgetDetails(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`UPDATE orders.order SET sealed = NULL WHERE customer_id = ${customer}`.execute(tx);
}
