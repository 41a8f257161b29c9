/** The SQL of identity: what a stretch of the log touches is read together, and what came of it is written together. */
import { type CustomerId, customerId, type Position, position } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { Digest } from '../identifier.ts';
import { type Held, type Link, type Outcome, World } from './resolve.ts';
import { DEFAULT_RULES, type IdentityRules } from './rules.ts';

/** Everything known of some profiles, of whom some values lead to, and of everybody who is one with any of them. */
export class Gathered {
  readonly #led = new Map<Digest, HolderRow>();
  readonly #held = new Map<Digest, HolderRow>();
  readonly #members = new Map<CustomerId, MemberRow>();
  readonly #names = new Map<Digest, Digest[]>();
  #apart: ApartRow[] = [];

  /** Again for values that were given to somebody since. */
  async add(tx: Tx, profiles: readonly CustomerId[], digests: readonly Digest[]): Promise<void> {
    // The tables grow faster than their statistics: plans are pinned to look-ups.
    await sql`SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
      set_config('enable_seqscan', 'off', true)`.execute(tx);
    const led = await holdersOf(tx, digests);
    for (const digest of digests) this.#led.delete(digest);
    for (const row of led) this.#led.set(row.digest, row);
    const touched = [...profiles, ...led.map((row) => row.customer_id)].filter(
      (id) => !this.#members.has(id),
    );
    const members = await groupsOf(tx, [...new Set(touched)]);
    for (const row of members) this.#members.set(row.customer_id, row);
    for (const row of await valuesOf(tx, [
      ...new Set([...touched, ...members.map((row) => row.customer_id)]),
    ]))
      this.#held.set(row.digest, row);
    this.#apart = await apartAmong(tx, [...this.#members.keys()]);
    for (const { digest, names } of await namesHeardWith(tx, digests)) this.#names.set(digest, names);
  }

  /** Leads to somebody already, by what was read. */
  leads(digest: Digest): boolean {
    return this.#led.has(digest);
  }

  world(): World {
    const world = new World();
    for (const { customer_id, person_id } of this.#members.values()) world.place(customer_id, person_id);
    for (const { digest, kind, customer_id, heard_at } of [...this.#led.values(), ...this.#held.values()])
      if (!world.held.has(digest)) world.hold({ digest, kind, profile: customer_id, at: heard_at });
    for (const { one_id, other_id } of this.#apart) world.keepApart(one_id, other_id);
    for (const [digest, names] of this.#names) world.heardWith.set(digest, new Set(names));
    return world;
  }
}

export async function readWorld(
  tx: Tx,
  profiles: readonly CustomerId[],
  digests: readonly Digest[],
): Promise<World> {
  const gathered = new Gathered();
  await gathered.add(tx, profiles, digests);
  return gathered.world();
}

type HolderRow = { digest: Digest; kind: string; customer_id: CustomerId; heard_at: Date | null };

async function holdersOf(tx: Tx, digests: readonly Digest[]): Promise<HolderRow[]> {
  const { rows } = await sql<HolderRow>`
    SELECT digest, kind, customer_id, heard_at FROM customers.identity WHERE digest = ANY(${digests}::uuid[])`.execute(
    tx,
  );
  return rows;
}

type MemberRow = { customer_id: CustomerId; person_id: CustomerId };

/** Each of these, and whoever is one with it. */
async function groupsOf(tx: Db | Tx, ids: readonly CustomerId[]): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    WITH person AS (
      SELECT DISTINCT coalesce(person_id, customer_id) AS id FROM customers.profile WHERE customer_id = ANY(${ids}::bigint[])
    )
    SELECT id AS customer_id, id AS person_id FROM person
    UNION ALL
    SELECT p.customer_id, p.person_id FROM person JOIN customers.profile p ON p.person_id = person.id`.execute(
    tx,
  );
  return rows;
}

async function valuesOf(tx: Tx, ids: readonly CustomerId[]): Promise<HolderRow[]> {
  const { rows } = await sql<HolderRow>`
    SELECT digest, kind, customer_id, heard_at FROM customers.identity
     WHERE customer_id = ANY(${ids}::bigint[]) AND heard_at IS NOT NULL`.execute(tx);
  return rows;
}

type ApartRow = { one_id: CustomerId; other_id: CustomerId };

async function apartAmong(tx: Tx, ids: readonly CustomerId[]): Promise<ApartRow[]> {
  const { rows } = await sql<ApartRow>`
    SELECT one_id, other_id FROM customers.apart
     WHERE one_id = ANY(${ids}::bigint[]) AND other_id = ANY(${ids}::bigint[])`.execute(tx);
  return rows;
}

async function namesHeardWith(
  tx: Tx,
  digests: readonly Digest[],
): Promise<{ digest: Digest; names: Digest[] }[]> {
  const { rows } = await sql<{ digest: Digest; names: Digest[] }>`
    SELECT digest, array_agg(DISTINCT name::text) AS names FROM customers.sighting
     WHERE digest = ANY(${digests}::uuid[]) AND why IN ('limit', 'shared', 'apart') GROUP BY digest`.execute(
    tx,
  );
  return rows;
}

export type Sealed<T> = T & { position: Position; sealed: Buffer | null };

const heldRows = (held: readonly Sealed<Held>[]) => sql`unnest(
  ${held.map((value) => value.digest)}::uuid[], ${held.map((value) => value.profile)}::bigint[],
  ${held.map((value) => value.kind)}::text[], ${held.map((value) => value.at)}::timestamptz[],
  ${held.map((value) => value.position)}::bigint[], ${held.map((value) => value.sealed)}::bytea[]
) AS heard (digest, customer_id, kind, at, position, sealed)`;

/** Returns those that are written now; the collection gave the others to a profile of its own a moment ago. */
export async function insertHeld(tx: Tx, held: readonly Sealed<Held>[]): Promise<Digest[]> {
  if (held.length === 0) return [];
  // In one order for all: the collection gives profiles to the same values at the same moment.
  const { rows } = await sql<{ digest: Digest }>`
    INSERT INTO customers.identity (digest, customer_id, kind, first_seen, heard_at, position, sealed)
    SELECT digest, customer_id, kind, at, at, position, sealed FROM ${heldRows(held)} ORDER BY digest
    ON CONFLICT (digest) DO NOTHING RETURNING digest`.execute(tx);
  return rows.map(({ digest }) => digest);
}

/** Of values that lead to this profile already; false where one of them does not any more. */
export async function updateHeld(tx: Tx, held: readonly Sealed<Held>[]): Promise<boolean> {
  if (held.length === 0) return true;
  const { numAffectedRows } = await sql`
    UPDATE customers.identity i SET heard_at = at, position = heard.position, sealed = heard.sealed
      FROM ${heldRows(held)} WHERE i.digest = heard.digest AND i.customer_id = heard.customer_id AND i.heard_at IS NULL`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0) === held.length;
}

/** What this transaction wrote, and would not write any more. */
export async function takeBack(tx: Tx, digests: readonly Digest[]): Promise<void> {
  if (digests.length === 0) return;
  await sql`DELETE FROM customers.identity WHERE digest = ANY(${digests}::uuid[])`.execute(tx);
}

export async function saveSightings(
  tx: Tx,
  sightings: readonly Sealed<Outcome['sightings'][number] & { at: Date }>[],
): Promise<void> {
  if (sightings.length === 0) return;
  await sql`
    INSERT INTO customers.sighting (digest, customer_id, name, kind, why, position, heard_at, sealed)
    SELECT * FROM unnest(
      ${sightings.map((seen) => seen.digest)}::uuid[], ${sightings.map((seen) => seen.profile)}::bigint[],
      ${sightings.map((seen) => seen.name)}::uuid[], ${sightings.map((seen) => seen.kind)}::text[],
      ${sightings.map((seen) => seen.why)}::text[], ${sightings.map((seen) => seen.position)}::bigint[],
      ${sightings.map((seen) => seen.at)}::timestamptz[], ${sightings.map((seen) => seen.sealed)}::bytea[])
    ON CONFLICT DO NOTHING`.execute(tx);
}

export async function saveLinks(tx: Tx, links: readonly Link[], world: World): Promise<void> {
  if (links.length === 0) return;
  await sql`
    INSERT INTO customers.merge (one_id, other_id, kind, digest, actor, position, merged_at)
    SELECT * FROM unnest(
      ${links.map((link) => link.one)}::bigint[], ${links.map((link) => link.other)}::bigint[],
      ${links.map((link) => link.evidence?.kind ?? null)}::text[],
      ${links.map((link) => link.evidence?.digest ?? null)}::uuid[],
      ${links.map((link) => link.actor)}::text[],
      ${links.map((link) => link.position)}::bigint[], ${links.map((link) => link.at)}::timestamptz[])`.execute(
    tx,
  );
  const persons = new Set(links.map((link) => world.personOf(link.one)));
  await savePersons(
    tx,
    [...persons].flatMap((person) => world.membersOf(person).map((profile) => ({ profile, person }))),
  );
}

export async function savePersons(
  tx: Tx,
  members: readonly { profile: CustomerId; person: CustomerId }[],
): Promise<void> {
  await sql`
    UPDATE customers.profile p SET person_id = nullif(new.person_id, p.customer_id)
      FROM unnest(${members.map(({ profile }) => profile)}::bigint[], ${members.map(({ person }) => person)}::bigint[])
           AS new (customer_id, person_id)
     WHERE p.customer_id = new.customer_id
       AND p.person_id IS DISTINCT FROM nullif(new.person_id, p.customer_id)`.execute(tx);
}

export type MergeRow = {
  merge_id: number;
  one_id: CustomerId;
  other_id: CustomerId;
  kind: string | null;
  actor: string | null;
  position: Position;
  merged_at: Date;
  undone_at: Date | null;
  undone_by: string | null;
};

const MERGE = sql`merge_id, one_id, other_id, kind, actor, position, merged_at, undone_at, undone_by`;

export async function mergeById(tx: Db | Tx, id: number): Promise<MergeRow | null> {
  const { rows } = await sql<MergeRow>`SELECT ${MERGE} FROM customers.merge WHERE merge_id = ${id}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** By what stays the same when the log is read again. */
export async function mergeAt(
  tx: Tx,
  { position: at, one, other }: { position: number; one: number; other: number },
): Promise<MergeRow | null> {
  const { rows } = await sql<MergeRow>`SELECT ${MERGE} FROM customers.merge
    WHERE position = ${at} AND one_id = ${one} AND other_id = ${other} AND undone_at IS NULL`.execute(tx);
  return rows[0] ?? null;
}

/** Links that hold these profiles together, or did; oldest first. */
export async function mergesOf(db: Db | Tx, profiles: readonly CustomerId[]): Promise<MergeRow[]> {
  const { rows } = await sql<MergeRow>`
    SELECT ${MERGE} FROM customers.merge
     WHERE one_id = ANY(${profiles}::bigint[]) OR other_id = ANY(${profiles}::bigint[]) ORDER BY merge_id`.execute(
    db,
  );
  return rows;
}

export async function markUndone(tx: Tx, id: number, at: Date, actor: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE customers.merge SET undone_at = ${at}, undone_by = ${actor} WHERE merge_id = ${id} AND undone_at IS NULL`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

/** Each pair is kept once, the older profile first. */
export async function saveApart(tx: Tx, one: CustomerId, other: CustomerId): Promise<void> {
  await sql`INSERT INTO customers.apart (one_id, other_id) VALUES (least(${one}::bigint, ${other}::bigint), greatest(${one}::bigint, ${other}::bigint))
    ON CONFLICT DO NOTHING`.execute(tx);
}

export async function liftApart(
  tx: Tx,
  pairs: readonly (readonly [CustomerId, CustomerId])[],
): Promise<void> {
  await sql`DELETE FROM customers.apart a USING unnest(${pairs.map(([one, other]) => Math.min(one, other))}::bigint[],
      ${pairs.map(([one, other]) => Math.max(one, other))}::bigint[]) AS lifted (one_id, other_id)
    WHERE a.one_id = lifted.one_id AND a.other_id = lifted.other_id`.execute(tx);
}

export async function membersOf(db: Db | Tx, id: CustomerId): Promise<CustomerId[]> {
  return (await groupsOf(db, [id])).map((row) => customerId(row.customer_id));
}

/** Whom each profile counts as. */
export async function personsOf(
  db: Db | Tx,
  profiles: readonly CustomerId[],
): Promise<Map<CustomerId, CustomerId>> {
  const { rows } = await sql<MemberRow>`
    SELECT customer_id, coalesce(person_id, customer_id) AS person_id FROM customers.profile
     WHERE customer_id = ANY(${profiles}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [customerId(row.customer_id), customerId(row.person_id)]));
}

/** The rules in force after all that was read so far, and where they were set. */
export async function presentRules(db: Db | Tx): Promise<{ rules: IdentityRules; since: Position }> {
  const { rows } = await sql<{ position: number; rules: IdentityRules }>`
    SELECT position, rules FROM customers.rules ORDER BY position DESC LIMIT 1`.execute(db);
  return { rules: rows[0]?.rules ?? DEFAULT_RULES, since: position(rows[0]?.position ?? 0) };
}

export async function saveRules(tx: Tx, at: Position, rules: IdentityRules): Promise<void> {
  await sql`INSERT INTO customers.rules (position, rules) VALUES (${at}, ${JSON.stringify(rules)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Differs when people changed rules or undid merges: what was settled before may not be any more. */
export async function changesOfRules(tx: Tx): Promise<string> {
  const { rows } = await sql<{ changes: string }>`
    SELECT (SELECT count(*) FROM customers.apart) || ' ' || (SELECT coalesce(max(position), 0) FROM customers.rules) AS changes`.execute(
    tx,
  );
  return rows[0]?.changes ?? '';
}
