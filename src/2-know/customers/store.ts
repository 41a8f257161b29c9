/** The only SQL of `know/customers`; schema `customers`. */
import { type CustomerId, customerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { Certificate } from './contract.ts';
import type { Digest } from './identifier.ts';

/** Whose each identifier is; a new profile for each that leads nowhere yet. `made`: those. */
export async function assignCustomers(
  db: Db | Tx,
  identities: readonly { digest: Digest; kind: string }[],
): Promise<{ owners: Map<Digest, CustomerId>; made: Set<CustomerId> }> {
  const { rows } = await sql<{ digest: string; customer_id: number; made: boolean }>`
    SELECT * FROM customers.assign(${identities.map((identity) => identity.digest)}::uuid[], ${identities.map((identity) => identity.kind)}::text[])`.execute(
    db,
  );
  return {
    owners: new Map(rows.map((row) => [row.digest, customerId(row.customer_id)])),
    made: new Set(rows.filter((row) => row.made).map((row) => customerId(row.customer_id))),
  };
}

export async function takeMoved(tx: Tx, most: number): Promise<CustomerId[]> {
  const { rows } = await sql<{ from_id: number; to_id: number }>`
    DELETE FROM customers.moved WHERE seq = ANY(ARRAY(SELECT seq FROM customers.moved ORDER BY seq LIMIT ${most}))
    RETURNING from_id, to_id`.execute(tx);
  return [...new Set(rows.flatMap(({ from_id, to_id }) => [customerId(from_id), customerId(to_id)]))];
}

export type Profile = {
  customerId: CustomerId;
  createdAt: Date;
  erasedAt: Date | null;
  identifiers: { kind: string; firstSeen: Date }[];
};

export async function profiles(db: Db | Tx, ids: readonly CustomerId[]): Promise<Profile[]> {
  const { rows } = await sql<{
    customer_id: number;
    created_at: Date;
    erased_at: Date | null;
    identifiers: { kind: string; first_seen: string }[];
  }>`
    SELECT p.customer_id, p.created_at, p.erased_at,
           coalesce(json_agg(json_build_object('kind', i.kind, 'first_seen', i.first_seen) ORDER BY i.first_seen)
             FILTER (WHERE i.kind IS NOT NULL), '[]') AS identifiers
      FROM customers.profile p LEFT JOIN customers.identity i USING (customer_id)
     WHERE p.customer_id = ANY(${ids}::bigint[])
     GROUP BY p.customer_id ORDER BY p.customer_id`.execute(db);
  return rows.map((row) => ({
    customerId: customerId(row.customer_id),
    createdAt: row.created_at,
    erasedAt: row.erased_at,
    identifiers: row.identifiers.map((identifier) => ({
      kind: identifier.kind,
      firstSeen: new Date(identifier.first_seen),
    })),
  }));
}

/**
 * Profiles that were seen with these without being one with them: what a browser claimed, what went over a limit. In either direction:
 * theirs by an identifier of these, and these by an identifier of theirs.
 */
export async function seenWith(db: Db | Tx, ids: readonly CustomerId[]): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer_id: number }>`
    WITH own AS (SELECT unnest(${ids}::bigint[]) AS customer_id)
    SELECT i.customer_id FROM own JOIN customers.sighting s USING (customer_id) JOIN customers.identity i ON i.digest = s.digest
    UNION
    SELECT s.customer_id FROM own JOIN customers.identity i USING (customer_id) JOIN customers.sighting s ON s.digest = i.digest`.execute(
    db,
  );
  const known = new Set<number>(ids);
  return rows.map((row) => customerId(row.customer_id)).filter((id) => !known.has(id));
}

/** Profiles that an identifier leads to, or that were seen with it. */
export async function profilesOfDigest(db: Db | Tx, digest: Digest): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer_id: number }>`
    SELECT customer_id FROM customers.identity WHERE digest = ${digest}::uuid
    UNION SELECT customer_id FROM customers.sighting WHERE digest = ${digest}::uuid
    ORDER BY customer_id`.execute(db);
  return rows.map((row) => customerId(row.customer_id));
}

/** Identifiers and links of these lead nowhere any more; the empty profiles stay, with the instant. */
export async function unlink(
  tx: Tx,
  ids: readonly CustomerId[],
  at: Date,
): Promise<{ identifiers: number; links: number }> {
  const sightings = await sql`DELETE FROM customers.sighting WHERE customer_id = ANY(${ids}::bigint[])
    OR digest IN (SELECT digest FROM customers.identity WHERE customer_id = ANY(${ids}::bigint[]))`.execute(
    tx,
  );
  const merges = await sql`DELETE FROM customers.merge
    WHERE one_id = ANY(${ids}::bigint[]) OR other_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM customers.apart WHERE one_id = ANY(${ids}::bigint[]) OR other_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  await sql`DELETE FROM customers.duplicate WHERE one_id = ANY(${ids}::bigint[]) OR other_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  await sql`DELETE FROM customers.card WHERE person_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM customers.tag WHERE customer_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM customers.traits WHERE customer_id = ANY(${ids}::bigint[])`.execute(tx);
  const identifiers =
    await sql`DELETE FROM customers.identity WHERE customer_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`UPDATE customers.profile SET erased_at = ${at}, person_id = NULL WHERE customer_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  const links = Number(sightings.numAffectedRows ?? 0) + Number(merges.numAffectedRows ?? 0);
  return { identifiers: Number(identifiers.numAffectedRows ?? 0), links };
}

type Destroyed = Certificate['destroyed'] & { events_left: number; left?: readonly number[] };
export type ErasureRow = {
  id: number;
  at: Date;
  actor: string;
  customer_ids: string[];
  destroyed: Destroyed;
};

export async function insertErasure(
  tx: Tx,
  erasure: { at: Date; actor: string; customers: readonly CustomerId[]; destroyed: Destroyed },
): Promise<ErasureRow> {
  const { rows } = await sql<ErasureRow>`INSERT INTO customers.erasure (at, actor, customer_ids, destroyed)
    VALUES (${erasure.at}, ${erasure.actor}, ${erasure.customers}::bigint[], ${JSON.stringify(erasure.destroyed)}::jsonb)
    RETURNING erasure_id AS id, at, actor, customer_ids, destroyed`.execute(tx);
  return rows[0] as ErasureRow;
}

export async function listErasures(db: Db): Promise<ErasureRow[]> {
  const { rows } = await sql<ErasureRow>`SELECT erasure_id AS id, at, actor, customer_ids, destroyed
    FROM customers.erasure ORDER BY erasure_id DESC LIMIT 500`.execute(db);
  return rows;
}

export function certificateOf({
  id,
  at,
  actor,
  customer_ids,
  destroyed: { events_left, left, ...destroyed },
}: ErasureRow): Certificate {
  return {
    id: String(id),
    at: at.toISOString(),
    actor,
    customers: customer_ids.map(Number),
    destroyed,
    left: [...(left ?? [])],
    events_left,
    lake: 'holds no personal values',
  };
}
