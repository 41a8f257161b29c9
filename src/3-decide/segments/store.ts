/** The SQL of segments and their definitions; schema `segments`. */
import type { z } from 'zod';
import type { Definition } from '#decide/definitions';
import { type CustomerId, customerId } from '#platform/ids';
import { keyset, type Page } from '#platform/lists';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { membersQuery, segmentsQuery } from './contract.ts';
import { type Cause, causeOf } from './live/store.ts';

export type SegmentRow = {
  segment_id: number;
  name: string;
  description: string;
  revision: number;
  /** The slot that is shown; null: none was ever filled. */
  slot: number | null;
  definition: Definition;
  members: number;
  created_at: Date;
  changed_at: Date;
  archived_at: Date | null;
  live_since: Date | null;
  /** Of the slot that takes its place. */
  filling: { part: number; parts: number | null; failure: string | null } | null;
};

// What is edited is the newest definition; what is shown is the newest that is filled.
const COLUMNS = sql`s.segment_id, s.name, s.description, s.revision, s.slot, newest.definition, coalesce(shown.members, 0) AS members,
  s.created_at, s.changed_at, s.archived_at, shown.filled_at AS live_since,
  CASE WHEN newest.filled_at IS NULL AND newest.retired_at IS NULL
       THEN json_build_object('part', newest.part, 'parts', newest.parts, 'failure', newest.failure) END AS filling`;
const FROM = sql`segments.segment s
  LEFT JOIN segments.slot shown ON shown.slot = s.slot
  JOIN LATERAL (SELECT * FROM segments.slot t WHERE t.segment_id = s.segment_id ORDER BY t.slot DESC LIMIT 1) newest ON true`;

const list = keyset({
  id: { column: sql`s.segment_id`, type: 'int8' },
  sorts: {
    name: { column: sql`lower(s.name)`, type: 'text' },
    members: { column: sql`coalesce(shown.members, 0)::bigint`, type: 'int8' },
    created: { column: sql`s.segment_id`, type: 'int8' },
  },
  search: [sql`s.name`, sql`s.description`],
  filters: {
    state: (state: 'current' | 'archived') =>
      state === 'current' ? sql`s.archived_at IS NULL` : sql`s.archived_at IS NOT NULL`,
  },
});

type Keys = { page_value: string | null; page_id: string };

export async function listSegments(db: Db, query: z.output<typeof segmentsQuery>): Promise<Page<SegmentRow>> {
  const page = list.pageSql(query);
  const { rows } = await sql<SegmentRow & Keys>`
    SELECT ${COLUMNS}, ${page.keys} FROM ${FROM} WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    db,
  );
  return page.page(rows, (row) => row);
}

export async function segmentsById(on: Db | Tx, ids: readonly number[]): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE s.segment_id = ANY(${ids}::int[]) ORDER BY lower(s.name)`.execute(
    on,
  );
  return rows;
}

export async function currentSegments(on: Db | Tx): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE s.archived_at IS NULL ORDER BY lower(s.name)`.execute(on);
  return rows;
}

/** Segments whose newest definition leads to this one. */
export async function usersOf(on: Db | Tx, id: number): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    SELECT s.segment_id AS id, s.name FROM ${FROM}
     WHERE s.archived_at IS NULL AND ${id} = ANY(newest.uses) ORDER BY lower(s.name)`.execute(on);
  return rows;
}

export async function lockSegment(
  tx: Tx,
  id: number,
): Promise<{ revision: number; archived_at: Date | null } | null> {
  const { rows } = await sql<{ revision: number; archived_at: Date | null }>`
    SELECT revision, archived_at FROM segments.segment WHERE segment_id = ${id} FOR UPDATE`.execute(tx);
  return rows[0] ?? null;
}

/** Null: the name is taken. */
export async function insertSegment(
  tx: Tx,
  { name, description, at }: { name: string; description: string; at: Date },
): Promise<number | null> {
  const { rows } = await sql<{ segment_id: number }>`
    INSERT INTO segments.segment (name, description, created_at, changed_at) VALUES (${name}, ${description}, ${at}, ${at})
    ON CONFLICT DO NOTHING RETURNING segment_id`.execute(tx);
  return rows[0]?.segment_id ?? null;
}

/** False: the name is taken. */
export async function updateSegment(
  tx: Tx,
  id: number,
  changes: { name?: string | undefined; description?: string | undefined },
  at: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE segments.segment s SET name = coalesce(${changes.name ?? null}, name),
      description = coalesce(${changes.description ?? null}, description), revision = revision + 1, changed_at = ${at}
     WHERE segment_id = ${id} AND NOT EXISTS (
       SELECT 1 FROM segments.segment o WHERE o.segment_id <> s.segment_id AND o.archived_at IS NULL
          AND lower(o.name) = lower(${changes.name ?? null}))`.execute(tx);
  return numAffectedRows === 1n;
}

export type NewSlot = {
  slot: number;
  segment: number;
  definition: Definition;
  tree: unknown;
  uses: readonly number[];
  at: Date;
  position: number;
  now: number;
};

/** Those of the segment that were not filled yet are given up. */
export async function insertSlot(tx: Tx, given: NewSlot): Promise<void> {
  await sql`UPDATE segments.slot SET retired_at = ${given.at}
    WHERE segment_id = ${given.segment} AND filled_at IS NULL AND retired_at IS NULL`.execute(tx);
  await sql`
    INSERT INTO segments.slot (slot, segment_id, definition, tree, uses, created_at, from_position, from_now)
    VALUES (${given.slot}, ${given.segment}, ${JSON.stringify(given.definition)}::jsonb, ${JSON.stringify(given.tree)}::jsonb,
            ${given.uses}::int[], ${given.at}, ${given.position}, ${new Date(given.now)})`.execute(tx);
}

export async function archive(tx: Tx, id: number, at: Date): Promise<void> {
  await sql`UPDATE segments.segment SET archived_at = ${at}, revision = revision + 1, changed_at = ${at}
    WHERE segment_id = ${id}`.execute(tx);
  await sql`UPDATE segments.slot SET retired_at = ${at} WHERE segment_id = ${id} AND retired_at IS NULL`.execute(
    tx,
  );
}

export async function newestTree(on: Db | Tx, id: number): Promise<unknown> {
  const { rows } = await sql<{ tree: unknown }>`
    SELECT tree FROM segments.slot WHERE segment_id = ${id} ORDER BY slot DESC LIMIT 1`.execute(on);
  return rows[0]?.tree ?? null;
}

export type MemberRow = { person: CustomerId; since: Date; cause: Cause };

const members = keyset({
  id: { column: sql`p.person_id`, type: 'int8' },
  sorts: { since: { column: sql`p.entered_at`, type: 'timestamptz' } },
});

export async function listMembers(
  db: Db,
  slot: number,
  query: z.output<typeof membersQuery>,
): Promise<Page<MemberRow>> {
  const page = members.pageSql(query);
  const { rows } = await sql<{ person_id: number; entered_at: Date; cause: number } & Keys>`
    SELECT p.person_id, p.entered_at, p.cause, ${page.keys} FROM segments.spell p
     WHERE p.slot = ${slot} AND p.left_at IS NULL AND ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    db,
  );
  return page.page(rows, (row) => ({
    person: customerId(row.person_id),
    since: row.entered_at,
    cause: causeOf(row.cause),
  }));
}

export type SpellRow = { slot: number; entered_at: Date; left_at: Date | null; cause: Cause };

/** Of one segment, through all its definitions; latest first. */
export async function spellsIn(db: Db, id: number, person: CustomerId): Promise<SpellRow[]> {
  const { rows } = await sql<Omit<SpellRow, 'cause'> & { cause: number }>`
    SELECT p.slot, p.entered_at, coalesce(p.left_at, t.retired_at) AS left_at, p.cause
      FROM segments.spell p JOIN segments.slot t USING (slot)
     WHERE t.segment_id = ${id} AND p.person_id = ${person} AND t.filled_at IS NOT NULL
       AND (t.retired_at IS NULL OR p.entered_at < t.retired_at)
     ORDER BY p.entered_at DESC LIMIT 100`.execute(db);
  return rows.map((row) => ({ ...row, cause: causeOf(row.cause) }));
}

/** In which segments she was at an instant, by the definitions that were shown then. */
export async function segmentsAt(
  db: Db,
  persons: readonly CustomerId[],
  at: Date,
): Promise<Map<number, Date>> {
  const { rows } = await sql<{ segment_id: number; since: Date }>`
    SELECT t.segment_id, min(p.entered_at) AS since FROM segments.spell p JOIN segments.slot t USING (slot)
     WHERE p.person_id = ANY(${persons}::bigint[]) AND p.entered_at <= ${at} AND (p.left_at IS NULL OR p.left_at > ${at})
       AND t.filled_at IS NOT NULL AND (t.retired_at IS NULL OR t.retired_at > ${at})
     GROUP BY t.segment_id`.execute(db);
  return new Map(rows.map(({ segment_id, since }) => [segment_id, since]));
}

export async function noteSizes(db: Db, at: Date): Promise<void> {
  await sql`INSERT INTO segments.size (slot, at, members)
    SELECT slot, ${at}, members FROM segments.slot WHERE filled_at IS NOT NULL AND retired_at IS NULL
    ON CONFLICT DO NOTHING`.execute(db);
}

export async function sizesSince(db: Db, id: number, from: Date): Promise<{ at: Date; members: number }[]> {
  const { rows } = await sql<{ at: Date; members: number }>`
    SELECT z.at, z.members FROM segments.size z JOIN segments.slot t USING (slot)
     WHERE t.segment_id = ${id} AND z.at >= ${from} ORDER BY z.at`.execute(db);
  return rows;
}

/** With others that are current; those that share the most first. */
export async function overlapsOf(
  db: Db,
  slot: number,
): Promise<{ id: number; name: string; members: number; both: number }[]> {
  const { rows } = await sql<{ id: number; name: string; members: number; shared: number }>`
    SELECT s.segment_id AS id, s.name, t.members, count(*)::int AS shared
      FROM segments.spell own JOIN segments.spell other ON other.person_id = own.person_id AND other.left_at IS NULL
      JOIN segments.slot t ON t.slot = other.slot JOIN segments.segment s ON s.slot = t.slot
     WHERE own.slot = ${slot} AND own.left_at IS NULL AND other.slot <> ${slot} AND s.archived_at IS NULL
     GROUP BY s.segment_id, s.name, t.members ORDER BY shared DESC, s.name LIMIT 20`.execute(db);
  return rows.map(({ shared, ...more }) => ({ ...more, both: shared }));
}
