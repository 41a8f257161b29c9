/** The SQL of figures, over the lake. Names and signs come from the registry, stretches and channels as bound values. */
import type { Lake } from '#platform/lake';
import type { Sum } from './metric.ts';

/** Instants in milliseconds, `to` excluded; days are those of `zone`. */
export type Stretch = {
  channels: readonly number[];
  currency: string;
  zone: string;
  from: number;
  to: number;
  by: 'day' | 'month' | 'channel' | 'country' | 'campaign' | 'product' | 'order' | 'none';
  /** Only what counts for this one; 0 for all. */
  product: number;
  /** Only what was learned after this position of the log, up to and with that one. */
  after: number;
  until: number;
};

const EVENTS =
  "source_id = 0 AND event IN ('Order Placed', 'Order Changed', 'Order Cancelled', 'Order Refunded', 'Sales Adjusted')";
const WHERE = `${EVENTS} AND has({channels:Array(Int32)}, channel_id) AND currency = {currency:String}
   AND ({product:Int64} = 0 OR entry.product_id = {product:Int64}) AND position > {after:Int64} AND position <= {until:Int64}`;
const AT = 'toDateTime(fromUnixTimestamp64Milli(entry.at), {zone:String})';

const KEYS: Record<Stretch['by'], string> = {
  day: `toString(toDate(${AT}))`,
  month: `formatDateTime(${AT}, '%Y-%m')`,
  channel: 'toString(channel_id)',
  country: 'country',
  campaign: 'campaign',
  product: 'toString(entry.product_id)',
  order: 'toString(order_id)',
  none: "'all'",
};

const params = ({ by: _, ...stretch }: Stretch): Record<string, unknown> => stretch;

const byKey = (sqlOf: (key: string) => string): Record<Stretch['by'], string> => ({
  day: sqlOf(KEYS.day),
  month: sqlOf(KEYS.month),
  channel: sqlOf(KEYS.channel),
  country: sqlOf(KEYS.country),
  campaign: sqlOf(KEYS.campaign),
  product: sqlOf(KEYS.product),
  order: sqlOf(KEYS.order),
  none: sqlOf(KEYS.none),
});

export type EntrySum = { key: string; kind: string; amount: number; quantity: number };

const ENTRIES = byKey(
  (
    key,
  ) => `SELECT ${key} AS key, entry.kind AS kind, sum(entry.amount) AS amount, sum(entry.quantity) AS quantity
  FROM events ARRAY JOIN entries AS entry
 WHERE ${WHERE} AND entry.at >= {from:Int64} AND entry.at < {to:Int64}
 GROUP BY key, kind ORDER BY key`,
);

/** What entries of each kind come to: every figure that is a sum is made of these. */
export const entrySums = (lake: Lake, stretch: Stretch): Promise<EntrySum[]> =>
  lake.query<EntrySum>(ENTRIES[stretch.by], { params: params(stretch) });

export type People = { key: string; all: number; fresh: number; returning: number };

const PERSONS = 'SELECT profile, argMax(person, seq) AS person FROM persons GROUP BY profile';

const PEOPLE = byKey(
  (key) => `WITH orders AS (
  SELECT coalesce(nullIf(p.person, 0), e.customer_id) AS who, e.key AS key, e.at AS at, sum(e.quantity) AS placed
    FROM (SELECT customer_id, ${key} AS key, entry.at AS at, entry.quantity AS quantity, order_id AS order
            FROM events ARRAY JOIN entries AS entry
           WHERE ${WHERE} AND entry.kind = 'placed' AND entry.quantity != 0 AND entry.at < {to:Int64} AND customer_id > 0) AS e
    LEFT JOIN (${PERSONS}) AS p ON p.profile = e.customer_id
   GROUP BY who, key, at, order HAVING placed > 0
), stretches AS (
  SELECT who, key, countIf(at >= {from:Int64}) AS here, count() AS n, min(at) AS first FROM orders GROUP BY who, key
), beginnings AS (
  SELECT who, key, here, n, first, min(first) OVER (PARTITION BY who) AS ever FROM stretches
)
SELECT key, count() AS all, countIf(first = ever AND first >= {from:Int64}) AS fresh, countIf(n > 1 OR first > ever) AS returning
  FROM beginnings WHERE here > 0 GROUP BY key ORDER BY key`,
);

/**
 * People with an order in each stretch of days; whether it was their first; and whether they had more than one by its end. An order
 * that was placed and taken back from a profile (it was somebody else's) adds up to nothing there.
 */
export const people = (lake: Lake, stretch: Stretch): Promise<People[]> =>
  lake.query<People>(PEOPLE[stretch.by], { params: params(stretch) });

export type PersonValue = { who: number; value: number };

const BEHIND = `SELECT coalesce(nullIf(p.person, 0), e.customer_id) AS who, toInt64(sum(e.value)) AS value
  FROM (SELECT customer_id,
               if(has({minus:Array(String)}, entry.kind), -1, 1) * if({of:String} = 'amount', entry.amount, entry.quantity) AS value
          FROM events ARRAY JOIN entries AS entry
         WHERE ${WHERE} AND (has({plus:Array(String)}, entry.kind) OR has({minus:Array(String)}, entry.kind))
           AND entry.at >= {from:Int64} AND entry.at < {to:Int64} AND customer_id > 0) AS e
  LEFT JOIN (${PERSONS}) AS p ON p.profile = e.customer_id
 GROUP BY who HAVING value != 0 ORDER BY value DESC, who LIMIT {most:Int32}`;

/** Who makes up a sum, the largest part first. */
export const behindSum = (
  lake: Lake,
  stretch: Stretch,
  { of, plus = [], minus = [] }: Sum,
  most: number,
): Promise<PersonValue[]> =>
  lake.query<PersonValue>(BEHIND, { params: { ...params(stretch), of, plus, minus, most } });

const WHO = `WITH orders AS (
  SELECT coalesce(nullIf(p.person, 0), e.customer_id) AS who, e.at AS at, sum(e.quantity) AS placed
    FROM (SELECT customer_id, entry.at AS at, entry.quantity AS quantity, order_id AS order
            FROM events ARRAY JOIN entries AS entry
           WHERE ${WHERE} AND entry.kind = 'placed' AND entry.quantity != 0 AND entry.at < {to:Int64} AND customer_id > 0) AS e
    LEFT JOIN (${PERSONS}) AS p ON p.profile = e.customer_id
   GROUP BY who, at, order HAVING placed > 0
)
SELECT who, toInt64(countIf(at >= {from:Int64})) AS value, min(at) AS first, count() AS n FROM orders GROUP BY who
HAVING value > 0 AND ({who:String} = 'all' OR ({who:String} = 'new' AND first >= {from:Int64}) OR ({who:String} = 'returning' AND n > 1))
ORDER BY value DESC, who LIMIT {most:Int32}`;

/** Who is counted, with their number of orders in the stretch. */
export const behindPeople = (
  lake: Lake,
  stretch: Stretch,
  who: 'all' | 'new' | 'returning',
  most: number,
): Promise<PersonValue[]> => lake.query<PersonValue>(WHO, { params: { ...params(stretch), who, most } });
