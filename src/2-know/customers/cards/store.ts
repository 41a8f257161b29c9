/** The SQL of cards. */
import { type CustomerId, customerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { TagSaid } from '../standing-tags.ts';

export async function mark(tx: Db | Tx, customers: readonly CustomerId[]): Promise<void> {
  if (customers.length === 0) return;
  await sql`INSERT INTO customers.stale (customer_id) SELECT unnest(${customers}::bigint[])`.execute(tx);
}

/** One worker at a time; another finds nothing meanwhile. */
export async function takeMarks(tx: Tx, most: number): Promise<CustomerId[]> {
  const { rows: locks } = await sql<{ got: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtext('customers.stale')) AS got`.execute(tx);
  if (!locks[0]?.got) return [];
  const { rows } = await sql<{ customer_id: number }>`
    DELETE FROM customers.stale WHERE seq = ANY(ARRAY(SELECT seq FROM customers.stale ORDER BY seq LIMIT ${most}))
    RETURNING customer_id`.execute(tx);
  return rows.map((row) => customerId(row.customer_id));
}

/** The persons these belong to, and everybody who belongs to those. */
export async function personsAround(
  tx: Db | Tx,
  ids: readonly CustomerId[],
): Promise<{ persons: CustomerId[]; members: Map<CustomerId, CustomerId[]> }> {
  const { rows } = await sql<{ person: number; profile: number }>`
    WITH person AS (
      SELECT DISTINCT coalesce(person_id, customer_id) AS id FROM customers.profile WHERE customer_id = ANY(${ids}::bigint[])
    )
    SELECT id AS person, id AS profile FROM person
    UNION ALL SELECT person.id, p.customer_id FROM person JOIN customers.profile p ON p.person_id = person.id`.execute(
    tx,
  );
  const members = new Map<CustomerId, CustomerId[]>();
  for (const { person, profile } of rows) {
    const known = members.get(customerId(person));
    if (known) known.push(customerId(profile));
    else members.set(customerId(person), [customerId(profile)]);
  }
  return { persons: [...members.keys()], members };
}

export type SealedValue = { kind: string; sealed: Buffer | null; holder: CustomerId };

/** What each is called beyond a browser's number; those without are nobody we know. */
export async function knownValues(
  tx: Db | Tx,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, SealedValue[]>> {
  const { rows } = await sql<{ customer_id: number; kind: string; sealed: Buffer | null }>`
    SELECT customer_id, kind, sealed FROM customers.identity
     WHERE customer_id = ANY(${ids}::bigint[]) AND kind NOT IN ('anonymous_id', 'claimed_user_id') AND heard_at IS NOT NULL
     ORDER BY position, digest`.execute(tx);
  const known = new Map<CustomerId, SealedValue[]>();
  for (const { customer_id, kind, sealed } of rows) {
    const holder = customerId(customer_id);
    known.set(holder, [...(known.get(holder) ?? []), { kind, sealed, holder }]);
  }
  return known;
}

/** What was said of tags at these profiles; which of them a person has, `standingTags` says. */
export async function tagsSaid(tx: Db | Tx, ids: readonly CustomerId[]): Promise<TagSaid[]> {
  const { rows } = await sql<{ customer_id: CustomerId; tag: string; is_there: boolean; said_at: Date }>`
    SELECT customer_id, tag, is_there, said_at FROM customers.tag WHERE customer_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  return rows.map((row) => ({
    profile: row.customer_id,
    tag: row.tag,
    isThere: row.is_there,
    at: row.said_at,
  }));
}

export type Card = {
  personId: CustomerId;
  firstSeen: Date;
  activeAt: Date;
  hasEmail: boolean;
  hasPhone: boolean;
  country: string | null;
  channels: number[];
  orders: number;
  spent: number;
  currency: string | null;
  lastOrderAt: Date | null;
  tags: string[];
  profiles: number;
  grams: number[];
  sealed: Buffer;
};

export async function saveCards(tx: Tx, cards: readonly Card[]): Promise<void> {
  if (cards.length === 0) return;
  const of = <T>(value: (card: Card) => T): T[] => cards.map(value);
  // Postgres takes no arrays of arrays of unequal length: they travel as text.
  const grams = of((c) => `{${c.grams.join(',')}}`);
  // Who is found by other parts than before may be somebody else too.
  await sql`
    INSERT INTO customers.uncompared (customer_id)
    SELECT id FROM unnest(${of((c) => c.personId)}::bigint[], ${grams}::text[]) AS t (id, grams)
     WHERE NOT EXISTS (SELECT 1 FROM customers.card c WHERE c.person_id = t.id AND c.grams = t.grams::int[])`.execute(
    tx,
  );
  await sql`
    INSERT INTO customers.card AS c (person_id, first_seen, active_at, has_email, has_phone, country, channels, orders, spent,
      currency, last_order_at, tags, profiles, grams, sealed)
    SELECT id, first_seen, active_at, has_email, has_phone, country, channels::int[], orders, spent, currency, last_order_at,
           ARRAY(SELECT json_array_elements_text(tags::json)), profiles, grams::int[], sealed
      FROM unnest(${of((c) => c.personId)}::bigint[], ${of((c) => c.firstSeen)}::timestamptz[],
        ${of((c) => c.activeAt)}::timestamptz[], ${of((c) => c.hasEmail)}::bool[], ${of((c) => c.hasPhone)}::bool[],
        ${of((c) => c.country)}::text[], ${of((c) => `{${c.channels.join(',')}}`)}::text[], ${of((c) => c.orders)}::int[],
        ${of((c) => c.spent)}::bigint[], ${of((c) => c.currency)}::text[], ${of((c) => c.lastOrderAt)}::timestamptz[],
        ${of((c) => JSON.stringify(c.tags))}::text[], ${of((c) => c.profiles)}::int[],
        ${grams}::text[], ${of((c) => c.sealed)}::bytea[])
        AS t (id, first_seen, active_at, has_email, has_phone, country, channels, orders, spent, currency, last_order_at, tags,
              profiles, grams, sealed)
    ON CONFLICT (person_id) DO UPDATE SET first_seen = excluded.first_seen, active_at = excluded.active_at,
      has_email = excluded.has_email, has_phone = excluded.has_phone, country = excluded.country, channels = excluded.channels,
      orders = excluded.orders, spent = excluded.spent, currency = excluded.currency, last_order_at = excluded.last_order_at,
      tags = excluded.tags, profiles = excluded.profiles, grams = excluded.grams, sealed = excluded.sealed`.execute(
    tx,
  );
}

export async function dropCards(tx: Tx, ids: readonly CustomerId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`DELETE FROM customers.card WHERE person_id = ANY(${ids}::bigint[])`.execute(tx);
}

export async function noteActivity(tx: Tx, here: ReadonlyMap<CustomerId, Date>): Promise<void> {
  if (here.size === 0) return;
  await sql`
    UPDATE customers.card c SET active_at = t.at
      FROM (SELECT coalesce(p.person_id, p.customer_id) AS person_id, max(given.at) AS at
              FROM unnest(${[...here.keys()]}::bigint[], ${[...here.values()]}::timestamptz[]) AS given (id, at)
              JOIN customers.profile p ON p.customer_id = given.id GROUP BY 1) t
     WHERE c.person_id = t.person_id AND c.active_at < t.at`.execute(tx);
}

export async function sealedFaces(
  db: Db,
  ids: readonly CustomerId[],
): Promise<{ profile: number; person: CustomerId; sealed: Buffer }[]> {
  const { rows } = await sql<{ profile: number; person: number; sealed: Buffer }>`
    SELECT p.customer_id AS profile, c.person_id AS person, c.sealed FROM customers.profile p
      JOIN customers.card c ON c.person_id = coalesce(p.person_id, p.customer_id) WHERE p.customer_id = ANY(${ids}::bigint[])`.execute(
    db,
  );
  return rows.map(({ person, ...row }) => ({ ...row, person: customerId(person) }));
}

/** Persons that these values, as digests, lead to. */
export async function personsNamed(db: Db, digests: readonly string[]): Promise<CustomerId[]> {
  const { rows } = await sql<{ id: number }>`
    SELECT DISTINCT coalesce(p.person_id, p.customer_id) AS id FROM customers.identity i JOIN customers.profile p USING (customer_id)
     WHERE i.digest = ANY(${digests}::uuid[])`.execute(db);
  return rows.map((row) => customerId(row.id));
}

export async function channelsOfPersons(
  db: Db | Tx,
  persons: readonly CustomerId[],
): Promise<Map<CustomerId, number[]>> {
  const { rows } = await sql<{ person_id: number; channels: number[] }>`
    SELECT person_id, channels FROM customers.card WHERE person_id = ANY(${persons}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [customerId(row.person_id), row.channels]));
}
