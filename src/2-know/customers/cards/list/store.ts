/**
 * The SQL of the list of customers, which must answer at once whatever is asked of a million. No single plan does: who looks along the sort
 * order finds what many have, and reads everybody for what few have; who looks up the few has nothing to look up when it is many; and a
 * database that chooses by its statistics is wrong wherever two columns have to do with each other. So it is tried in three ways, each
 * bounded: along the order for a stretch, then by looking up, then along the order in an index that holds what the order is related to.
 */
import type { z } from 'zod';
import type { CustomerId } from '#platform/ids';
import { keyset, type Page, type PageSql } from '#platform/lists';
import { type Db, sql } from '#platform/postgres';
import type { customerQuery } from '../../contract.ts';

type Fragment = PageSql['where'];

/** `stretch`: rows looked at along the order before anything else is tried. `few`: of less, all are looked up and sorted. */
export type Ways = { stretch: number; few: number };
const WAYS: Ways = { stretch: 5000, few: 20_000 };

/** Who never ordered comes last in both directions; instants that a cursor can hold (2^53 µs). As the indexes have them. */
const NEVER = {
  ascending: sql`timestamptz '2200-01-01 00:00:00+00'`,
  descending: sql`timestamptz '1800-01-01 00:00:00+00'`,
};

const FILTERS = {
  email: (has: boolean) => sql`has_email = ${has}`,
  phone: (has: boolean) => sql`has_phone = ${has}`,
  country: (country: string) => sql`country = ${country}`,
  ids: (ids: readonly number[]) => sql`person_id = ANY(${ids}::bigint[])`,
  tag: (tag: string) => sql`tags @> ARRAY[${tag}]`,
  channel: (id: number) => sql`channels @> ARRAY[${id}::int]`,
  orders_from: (orders: number) => sql`orders >= ${orders}`,
  orders_to: (orders: number) => sql`orders <= ${orders}`,
  spent_from: (spent: number) => sql`spent >= ${spent}`,
  active_from: (at: string) => sql`active_at >= ${at}`,
  active_to: (at: string) => sql`active_at < ${at}`,
  seen_from: (at: string) => sql`first_seen >= ${at}`,
  seen_to: (at: string) => sql`first_seen < ${at}`,
};

const lists = keyset({
  id: { column: sql`person_id`, type: 'int8' },
  sorts: {
    active_at: { column: sql`active_at`, type: 'timestamptz' },
    first_seen: { column: sql`first_seen`, type: 'timestamptz' },
    orders: { column: sql`orders`, type: 'int8' },
    spent: { column: sql`spent`, type: 'int8' },
    last_order_at: {
      column: sql`coalesce(last_order_at, ${NEVER.ascending})`,
      descending: sql`coalesce(last_order_at, ${NEVER.descending})`,
      type: 'timestamptz',
    },
  },
  filters: FILTERS,
});

export type CardRow = {
  person_id: CustomerId;
  first_seen: Date;
  active_at: Date;
  country: string | null;
  orders: number;
  spent: number;
  currency: string | null;
  last_order_at: Date | null;
  tags: string[];
  profiles: number;
  sealed: Buffer;
};

export type CardQuery = z.output<typeof customerQuery> & {
  /** Parts that a card must have, unless it is one of `among`. */
  grams: readonly number[];
  /** Only these persons, and who has the parts; null with no parts: everybody. */
  among: readonly CustomerId[] | null;
  /** Channels a caller is limited to. */
  visible: readonly string[] | null;
};

type Rows = (CardRow & { page_value: string | null; page_id: string })[];

export async function listCards(
  db: Db,
  { q: _, ...query }: CardQuery,
  ways: Ways = WAYS,
): Promise<Page<CardRow>> {
  const page = lists.pageSql(query);
  const conditions = conditionsOf(query, page);
  const range = [page.beyond, ...boundsOf(query, page.column)];
  const all = [...range, ...conditions];
  const isNamed = query.grams.length > 0 || query.among !== null || query.ids !== undefined;
  const tried =
    isNamed || conditions.length === 0
      ? null
      : ((await alongStretch(db, page, { range, conditions, stretch: ways.stretch })) ??
        (await lookedUp(db, page, all, ways.few)));
  const found = tried ?? (await byConditions(db, page, all));
  return page.page(found, (row) => row);
}

function conditionsOf(query: Omit<CardQuery, 'q'>, page: PageSql): Fragment[] {
  const { grams, among, visible } = query;
  const isFiltered = Object.keys(FILTERS).some((name) => query[name as keyof typeof FILTERS] !== undefined);
  const named = [
    ...(grams.length > 0 ? [sql`grams @> ${grams}::int[]`] : []),
    ...(among && (among.length > 0 || grams.length === 0) ? [sql`person_id = ANY(${among}::bigint[])`] : []),
  ];
  return [
    ...(isFiltered ? [page.filters] : []),
    ...(named.length > 0 ? [sql`(${sql.join(named, sql` OR `)})`] : []),
    ...(visible ? [sql`channels && ${visible.filter((id) => /^\d{1,9}$/.test(id))}::int[]`] : []),
  ];
}

const COLUMNS = sql`person_id, first_seen, active_at, country, orders, spent, currency, last_order_at, tags, profiles, sealed`;

const and = (conditions: readonly Fragment[]): Fragment =>
  conditions.length > 0 ? sql.join(conditions, sql` AND `) : sql`true`;

/** As the database sees fit. */
async function byConditions(db: Db, page: PageSql, conditions: readonly Fragment[]): Promise<Rows> {
  const { rows } = await sql<Rows[number]>`
    SELECT ${COLUMNS}, ${page.keys} FROM customers.card WHERE ${and(conditions)}
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return rows;
}

type Stretch = { range: readonly Fragment[]; conditions: readonly Fragment[]; stretch: number };

/** Null: the stretch ended before the page was full. */
async function alongStretch(
  db: Db,
  page: PageSql,
  { range, conditions, stretch }: Stretch,
): Promise<Rows | null> {
  const { rows } = await sql<Rows[number] & { ended: boolean }>`
    WITH stretch AS MATERIALIZED (
      SELECT * FROM customers.card WHERE ${and(range)} ORDER BY ${page.order} LIMIT ${stretch}
    ), found AS (
      SELECT ${COLUMNS}, ${page.keys} FROM stretch WHERE ${and(conditions)} ORDER BY ${page.order} LIMIT ${page.limit}
    )
    SELECT found.*, ended FROM (SELECT count(*) < ${stretch} AS ended FROM stretch) AS walked LEFT JOIN found ON true
     ORDER BY ${page.order}`.execute(db);
  const full = rows.filter(({ page_id }) => page_id !== null);
  return full.length === page.limit || rows[0]?.ended ? full : null;
}

/** Null: there are too many to sort. */
async function lookedUp(
  db: Db,
  page: PageSql,
  conditions: readonly Fragment[],
  most: number,
): Promise<Rows | null> {
  const { rows } = await sql<Rows[number] & { are_few: boolean }>`
    WITH few AS MATERIALIZED (
      SELECT person_id, first_seen, active_at, orders, spent, last_order_at FROM customers.card
       WHERE ${and(conditions)} LIMIT ${most}
    ), first AS (
      SELECT person_id FROM few ORDER BY ${page.order} LIMIT ${page.limit}
    )
    SELECT ${COLUMNS}, ${page.keys}, (SELECT count(*) FROM few) < ${most} AS are_few FROM customers.card
     WHERE person_id = ANY(ARRAY(SELECT person_id FROM first)) ORDER BY ${page.order}`.execute(db);
  return rows[0]?.are_few === false ? null : rows;
}

/**
 * What the conditions mean for what is sorted by: where along the order it is worth while to begin, and where to end. Nobody was here before
 * she was first seen; who spent something or knows a channel has ordered; who never ordered spent nothing.
 */
function boundsOf(query: Omit<CardQuery, 'q'>, column: Fragment): Fragment[] {
  const from = (value: unknown): Fragment[] => (value === undefined ? [] : [sql`${column} >= ${value}`]);
  const before = (value: unknown): Fragment[] => (value === undefined ? [] : [sql`${column} < ${value}`]);
  const hasNone = query.orders_to === 0;
  const hasOrdered = (query.spent_from ?? 0) > 0 || query.channel !== undefined || query.visible !== null;
  switch (query.sort.replace('-', '')) {
    case 'active_at':
      return [...from(query.active_from), ...from(query.seen_from), ...before(query.active_to)];
    case 'first_seen':
      return [...from(query.seen_from), ...before(query.seen_to), ...before(query.active_to)];
    case 'orders':
      return [
        ...from(query.orders_from),
        ...from(hasOrdered ? 1 : undefined),
        ...(query.orders_to === undefined ? [] : [sql`${column} <= ${query.orders_to}`]),
      ];
    case 'spent':
      return [...from(query.spent_from), ...(hasNone ? [sql`${column} = 0`] : [])];
    default:
      return hasNone ? [sql`${column} IN (${NEVER.ascending}, ${NEVER.descending})`] : [];
  }
}
