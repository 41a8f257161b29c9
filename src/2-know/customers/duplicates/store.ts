/** The SQL of duplicates. */
import type { z } from 'zod';
import { type CustomerId, customerId } from '#platform/ids';
import { type KeyColumns, keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { DuplicateReason, duplicateQuery } from '../contract.ts';

/** One worker at a time; another finds nothing meanwhile. */
export async function takeUncompared(tx: Tx, most: number): Promise<CustomerId[]> {
  const { rows: locks } = await sql<{ got: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtext('customers.uncompared')) AS got`.execute(tx);
  if (!locks[0]?.got) return [];
  const { rows } = await sql<{ customer_id: number }>`
    DELETE FROM customers.uncompared WHERE seq = ANY(ARRAY(SELECT seq FROM customers.uncompared ORDER BY seq LIMIT ${most}))
    RETURNING customer_id`.execute(tx);
  return rows.map((row) => customerId(row.customer_id));
}

export type Asked = { person: CustomerId; grams: readonly number[] };
type Pair = { one: CustomerId; other: CustomerId };

/** Who has all these parts of names too. Where more than `most` do, they say nothing about anybody. */
export async function likeThese(tx: Tx, asked: readonly Asked[], most: number): Promise<Pair[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<{ one: number; others: string[] }>`
    SELECT a.person AS one, found.others
      FROM unnest(${asked.map(({ person }) => person)}::bigint[], ${asked.map(({ grams }) => `{${grams.join(',')}}`)}::text[])
             AS a (person, grams)
     CROSS JOIN LATERAL (SELECT array_agg(c.person_id) AS others FROM (
       SELECT person_id FROM customers.card WHERE grams @> a.grams::int[] AND person_id <> a.person LIMIT ${most + 1}) c) found
     WHERE cardinality(found.others) BETWEEN 1 AND ${most}`.execute(tx);
  return rows.flatMap(({ one, others }) =>
    others.map((other) => ({ one: customerId(one), other: customerId(Number(other)) })),
  );
}

export type Sighted = Pair & { how: 'masked_phone' | 'seen_with' };

/** Persons who were called the same in a way that leads to nobody. A value that many have says nothing. */
export async function sightedWith(
  tx: Tx,
  persons: readonly CustomerId[],
  profiles: readonly CustomerId[],
  most: number,
): Promise<Sighted[]> {
  if (profiles.length === 0) return [];
  const { rows } = await sql<{ one: number; other: number; how: Sighted['how'] }>`
    WITH own AS (
      SELECT DISTINCT coalesce(p.person_id, p.customer_id) AS person, s.digest, s.kind, s.why
        FROM customers.profile p JOIN customers.sighting s USING (customer_id) WHERE p.customer_id = ANY(${profiles}::bigint[])
    ), held AS (
      SELECT DISTINCT coalesce(p.person_id, p.customer_id) AS person, i.digest
        FROM customers.profile p JOIN customers.identity i USING (customer_id) WHERE p.customer_id = ANY(${profiles}::bigint[])
    ), pair AS (
      SELECT own.person AS one, s.customer_id AS profile, 'masked_phone' AS how FROM own CROSS JOIN LATERAL (
        SELECT customer_id FROM customers.sighting s WHERE s.digest = own.digest AND s.why = 'masked' LIMIT ${most}) s
       WHERE own.why = 'masked' AND own.kind = 'phone'
      UNION SELECT own.person, i.customer_id, 'seen_with' FROM own JOIN customers.identity i USING (digest)
       WHERE own.why IN ('claimed', 'limit')
      UNION SELECT held.person, s.customer_id, 'seen_with' FROM held CROSS JOIN LATERAL (
        SELECT customer_id FROM customers.sighting s WHERE s.digest = held.digest AND s.why IN ('claimed', 'limit') LIMIT ${most}) s
    )
    SELECT DISTINCT pair.one, c.person_id AS other, pair.how FROM pair JOIN customers.profile p ON p.customer_id = pair.profile
      JOIN customers.card c ON c.person_id = coalesce(p.person_id, p.customer_id)
     WHERE c.person_id <> pair.one AND pair.one = ANY(${persons}::bigint[])`.execute(tx);
  return rows.map(({ one, other, how }) => ({ one: customerId(one), other: customerId(other), how }));
}

/** Of these pairs of persons those that people keep apart. */
export async function apartAmong(
  tx: Tx,
  members: readonly { person: CustomerId; profile: CustomerId }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ one: number; other: number }>`
    WITH own AS (SELECT * FROM unnest(${members.map(({ person }) => person)}::bigint[],
      ${members.map(({ profile }) => profile)}::bigint[]) AS t (person, profile))
    SELECT a.person AS one, b.person AS other FROM own a JOIN customers.apart x ON x.one_id = a.profile
      JOIN own b ON b.profile = x.other_id`.execute(tx);
  return new Set(rows.flatMap(({ one, other }) => [`${one} ${other}`, `${other} ${one}`]));
}

export type Found = Pair & { reasons: readonly DuplicateReason[]; confidence: number };

/** What was found of these persons takes the place of what was found before. */
export async function saveDuplicates(
  tx: Tx,
  compared: readonly CustomerId[],
  found: readonly Found[],
  at: Date,
): Promise<void> {
  const [ones, others] = [found.map(({ one }) => one), found.map(({ other }) => other)];
  await sql`
    DELETE FROM customers.duplicate WHERE (one_id = ANY(${compared}::bigint[]) OR other_id = ANY(${compared}::bigint[]))
       AND NOT EXISTS (SELECT 1 FROM unnest(${ones}::bigint[], ${others}::bigint[]) AS t (one, other)
                        WHERE t.one = one_id AND t.other = other_id)`.execute(tx);
  if (found.length === 0) return;
  await sql`
    INSERT INTO customers.duplicate (one_id, other_id, reasons, confidence, found_at)
    SELECT one, other, string_to_array(reasons, ' '), confidence, ${at}
      FROM unnest(${ones}::bigint[], ${others}::bigint[], ${found.map(({ reasons }) => reasons.join(' '))}::text[],
        ${found.map(({ confidence }) => confidence)}::int[]) AS t (one, other, reasons, confidence)
    ON CONFLICT (one_id, other_id) DO UPDATE SET reasons = excluded.reasons, confidence = excluded.confidence`.execute(
    tx,
  );
}

export async function dropDuplicate(
  tx: Db | Tx,
  ones: readonly CustomerId[],
  others: readonly CustomerId[],
): Promise<void> {
  await sql`DELETE FROM customers.duplicate WHERE (one_id = ANY(${ones}::bigint[]) AND other_id = ANY(${others}::bigint[]))
    OR (other_id = ANY(${ones}::bigint[]) AND one_id = ANY(${others}::bigint[]))`.execute(tx);
}

const lists = keyset({
  id: { column: sql`d.duplicate_id`, type: 'int8' },
  sorts: {
    confidence: { column: sql`d.confidence`, type: 'int8' },
    found_at: { column: sql`d.found_at`, type: 'timestamptz' },
  },
  filters: {
    reason: (reason: string) => sql`${reason} = ANY (d.reasons)`,
    confidence_from: (least: number) => sql`d.confidence >= ${least}`,
  },
});

export type DuplicateRow = {
  duplicate_id: number;
  one_id: CustomerId;
  other_id: CustomerId;
  reasons: DuplicateReason[];
  confidence: number;
  found_at: Date;
  one_orders: number;
  other_orders: number;
};

export type DuplicateQuery = z.output<typeof duplicateQuery> & {
  /** Parts that a name of one of the two must have. */
  grams: readonly number[];
  /** Channels a caller is limited to; null: all. */
  visible: readonly string[] | null;
};

/** Only pairs that are still two: each is a person with a card, and nobody keeps them apart. */
export async function listDuplicates(
  db: Db,
  { q: _, grams, visible, ...query }: DuplicateQuery,
): Promise<Page<DuplicateRow>> {
  const page = lists.pageSql(query);
  const conditions = [
    page.where,
    ...(grams.length > 0 ? [sql`(a.grams @> ${grams}::int[] OR b.grams @> ${grams}::int[])`] : []),
    ...(visible
      ? [sql`a.channels::text[] && ${visible}::text[]`, sql`b.channels::text[] && ${visible}::text[]`]
      : []),
  ];
  const { rows } = await sql<DuplicateRow & KeyColumns>`
    SELECT d.duplicate_id, d.one_id, d.other_id, d.reasons, d.confidence, d.found_at, a.orders AS one_orders, b.orders AS other_orders,
           ${page.keys}
      FROM customers.duplicate d JOIN customers.card a ON a.person_id = d.one_id JOIN customers.card b ON b.person_id = d.other_id
      JOIN customers.profile p ON p.customer_id = d.one_id JOIN customers.profile q ON q.customer_id = d.other_id
     WHERE ${sql.join(conditions, sql` AND `)} AND p.person_id IS NULL AND q.person_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM customers.profile m JOIN customers.apart x ON m.customer_id IN (x.one_id, x.other_id)
             JOIN customers.profile n ON n.customer_id = CASE WHEN x.one_id = m.customer_id THEN x.other_id ELSE x.one_id END
            WHERE (m.customer_id = d.one_id OR m.person_id = d.one_id) AND coalesce(n.person_id, n.customer_id) = d.other_id)
     ORDER BY ${page.order} LIMIT ${page.limit}`.execute(db);
  return page.page(rows, (row) => row);
}
