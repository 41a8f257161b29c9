/** The SQL of the live engine: the program, people's states, who is in what, and how far the engine's time has come. */
import { type CustomerId, customerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';

/** One at a time: the log's reader, the clock's, and whoever fills a segment. */
export async function lockEngine(tx: Tx): Promise<{ version: number; now: number }> {
  const { rows } = await sql<{ version: number; now: number | null }>`
    SELECT version, CASE WHEN isfinite(now) THEN extract(epoch FROM now) * 1000 END::float8 AS now
      FROM segments.engine FOR UPDATE`.execute(tx);
  return { version: rows[0]?.version ?? 0, now: Math.round(rows[0]?.now ?? 0) };
}

/** Nobody waits for the disk: what is lost with the last commits is done again. */
export async function doNotWait(tx: Tx): Promise<void> {
  await sql`SELECT set_config('synchronous_commit', 'off', true)`.execute(tx);
}

export async function setNow(tx: Tx, now: number): Promise<void> {
  await sql`UPDATE segments.engine SET now = ${new Date(now)} WHERE now < ${new Date(now)}`.execute(tx);
}

export async function newVersion(tx: Tx): Promise<void> {
  await sql`UPDATE segments.engine SET version = version + 1`.execute(tx);
}

export type SlotRow = {
  slot: number;
  segment_id: number;
  name: string;
  revision: number;
  /** It is the one that is shown. */
  shown: boolean;
  tree: unknown;
  filled: boolean;
};

/** Slots that the engine decides. */
export async function livingSlots(on: Db | Tx): Promise<SlotRow[]> {
  const { rows } = await sql<SlotRow>`
    SELECT t.slot, t.segment_id, s.name, s.revision, coalesce(s.slot = t.slot, false) AS shown, t.tree, t.filled_at IS NOT NULL AS filled
      FROM segments.slot t JOIN segments.segment s USING (segment_id)
     WHERE t.retired_at IS NULL AND t.from_position IS NOT NULL ORDER BY t.slot`.execute(on);
  return rows;
}

export async function lastSlot(on: Db | Tx): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`SELECT max(slot) AS last FROM segments.slot`.execute(
    on,
  );
  return rows[0]?.last ?? -1;
}

export async function questions(on: Db | Tx): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`SELECT key FROM segments.question ORDER BY number`.execute(on);
  return rows.map(({ key }) => key);
}

export async function addQuestions(tx: Tx, keys: readonly string[], first: number): Promise<void> {
  await sql`INSERT INTO segments.question (number, key)
    SELECT ${first} + n - 1, key FROM unnest(${keys}::text[]) WITH ORDINALITY AS t (key, n)`.execute(tx);
}

/** A number that is asked for no more is never given again: what states remember of it is old. */
export async function giveUpQuestions(tx: Tx, numbers: readonly number[]): Promise<void> {
  await sql`UPDATE segments.question SET key = '#' || number WHERE number = ANY(${numbers}::int[])`.execute(
    tx,
  );
}

export type StateRow = { person: CustomerId; known: number; bytes: Buffer; nextDue: number | null };

type Raw = { person_id: number; known: number; bytes: Buffer; due: number | null };
const toState = ({ person_id, known, bytes, due }: Raw): StateRow => ({
  person: customerId(person_id),
  known,
  bytes,
  nextDue: due,
});
const STATE = sql`person_id, known, bytes, (extract(epoch FROM next_due) * 1000)::float8 AS due`;

export async function statesOf(tx: Tx, persons: readonly CustomerId[]): Promise<Map<CustomerId, StateRow>> {
  const { rows } = await sql<Raw>`
    SELECT ${STATE} FROM segments.state WHERE person_id = ANY(${persons}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [customerId(row.person_id), toState(row)]));
}

export async function dueStates(tx: Tx, until: number, most: number): Promise<StateRow[]> {
  const { rows } = await sql<Raw>`
    SELECT ${STATE} FROM segments.state WHERE next_due <= ${new Date(until)} ORDER BY next_due LIMIT ${most}`.execute(
    tx,
  );
  return rows.map(toState);
}

/** Milliseconds since 1970; null: nothing is due. */
export async function firstDue(db: Db): Promise<number | null> {
  const { rows } = await sql<{ due: number | null }>`
    SELECT (extract(epoch FROM min(next_due)) * 1000)::float8 AS due FROM segments.state WHERE next_due IS NOT NULL`.execute(
    db,
  );
  return rows[0]?.due ?? null;
}

/** Instants beyond the calendar of Postgres never come. */
const LATEST = Date.UTC(9999, 0, 1);
const dueOf = (due: number | null): Date | null => (due === null || due > LATEST ? null : new Date(due));

export async function saveStates(tx: Tx, states: readonly StateRow[]): Promise<void> {
  if (states.length === 0) return;
  const of = <T>(value: (one: StateRow) => T): T[] => states.map(value);
  await sql`
    INSERT INTO segments.state AS s (person_id, known, bytes, next_due)
    SELECT * FROM unnest(${of((s) => s.person)}::bigint[], ${of((s) => s.known)}::int[], ${of((s) => s.bytes)}::bytea[],
      ${of((s) => dueOf(s.nextDue))}::timestamptz[])
    ON CONFLICT (person_id) DO UPDATE SET known = excluded.known, bytes = excluded.bytes, next_due = excluded.next_due`.execute(
    tx,
  );
}

export async function dropStates(tx: Tx, persons: readonly CustomerId[]): Promise<void> {
  if (persons.length > 0)
    await sql`DELETE FROM segments.state WHERE person_id = ANY(${persons}::bigint[])`.execute(tx);
}

/** In which slots each is at present. */
export async function openSpells(
  tx: Tx,
  persons: readonly CustomerId[],
): Promise<Map<CustomerId, Set<number>>> {
  const { rows } = await sql<{ person_id: number; slots: number[] }>`
    SELECT person_id, array_agg(slot) AS slots FROM segments.spell
     WHERE person_id = ANY(${persons}::bigint[]) AND left_at IS NULL GROUP BY person_id`.execute(tx);
  return new Map(rows.map((row) => [customerId(row.person_id), new Set(row.slots)]));
}

/** Numbers stand in the table: they are not changed, only added to. */
const CAUSES = ['event', 'time', 'merge', 'filling', 'definition'] as const;
export type Cause = (typeof CAUSES)[number];
export const causeOf = (number: number): Cause => CAUSES[number] ?? 'event';

export type Turn = { slot: number; person: CustomerId; at: number; entered: boolean; cause: Cause };

/** In the order in which they came about: who enters and leaves within one stretch has a spell of her own. */
export async function saveTurns(tx: Tx, turns: readonly Turn[]): Promise<void> {
  for (const round of rounds(turns)) {
    const of = <T>(entered: boolean, value: (one: Turn) => T): T[] =>
      round.filter((turn) => turn.entered === entered).map(value);
    await sql`
      UPDATE segments.spell s SET left_at = greatest(t.at, s.entered_at)
        FROM unnest(${of(false, (t) => t.slot)}::int[], ${of(false, (t) => t.person)}::bigint[],
          ${of(false, (t) => new Date(t.at))}::timestamptz[]) AS t (slot, person_id, at)
       WHERE s.slot = t.slot AND s.person_id = t.person_id AND s.left_at IS NULL`.execute(tx);
    await sql`
      INSERT INTO segments.spell (slot, person_id, entered_at, cause)
      SELECT * FROM unnest(${of(true, (t) => t.slot)}::int[], ${of(true, (t) => t.person)}::bigint[],
        ${of(true, (t) => new Date(t.at))}::timestamptz[], ${of(true, (t) => CAUSES.indexOf(t.cause))}::smallint[])
      ON CONFLICT (slot, person_id, entered_at) DO UPDATE SET left_at = NULL`.execute(tx);
  }
  const change = new Map<number, number>();
  for (const { slot, entered } of turns) change.set(slot, (change.get(slot) ?? 0) + (entered ? 1 : -1));
  await sql`
    UPDATE segments.slot s SET members = members + t.change
      FROM unnest(${[...change.keys()]}::int[], ${[...change.values()]}::int[]) AS t (slot, change)
     WHERE s.slot = t.slot AND t.change <> 0`.execute(tx);
}

/** Those of one person and slot one after the other. */
function rounds(turns: readonly Turn[]): Turn[][] {
  const found: Turn[][] = [];
  const seen = new Map<string, number>();
  for (const turn of turns) {
    const name = `${turn.slot} ${turn.person}`;
    const round = seen.get(name) ?? 0;
    seen.set(name, round + 1);
    found[round] ??= [];
    found[round].push(turn);
  }
  return found;
}

/** Of those who are nobody of their own any more. */
export async function closeSpells(tx: Tx, persons: readonly CustomerId[], at: number): Promise<void> {
  if (persons.length === 0) return;
  await sql`
    WITH closed AS (
      UPDATE segments.spell SET left_at = greatest(${new Date(at)}, entered_at)
       WHERE person_id = ANY(${persons}::bigint[]) AND left_at IS NULL RETURNING slot
    )
    UPDATE segments.slot s SET members = members - c.n
      FROM (SELECT slot, count(*)::int AS n FROM closed GROUP BY slot) c WHERE s.slot = c.slot`.execute(tx);
}

export async function forgetPerson(tx: Tx, person: CustomerId): Promise<void> {
  await sql`
    WITH gone AS (DELETE FROM segments.spell WHERE person_id = ${person} RETURNING slot, left_at)
    UPDATE segments.slot s SET members = members - g.n
      FROM (SELECT slot, count(*)::int AS n FROM gone WHERE left_at IS NULL GROUP BY slot) g WHERE s.slot = g.slot`.execute(
    tx,
  );
  await sql`DELETE FROM segments.state WHERE person_id = ${person}`.execute(tx);
}
