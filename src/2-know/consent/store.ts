/** The only SQL of `know/consent`; schema `consent`. Choices are added, never changed. */
import type { CustomerId } from '#platform/ids';
import { type Db, sql, type Tx } from '#platform/postgres';
import type { Choice, Held } from './choice.ts';

export type NewChoice = {
  customerId: CustomerId;
  choice: Choice;
  actor: string;
  sealed: Buffer | null;
  digest: Buffer;
};

/** Those that were said before add nothing; which ones are new comes back by index. */
export async function addChoices(tx: Tx, choices: readonly NewChoice[], at: Date): Promise<Set<string>> {
  if (choices.length === 0) return new Set();
  const of = <T>(value: (one: NewChoice) => T): T[] => choices.map(value);
  const { rows } = await sql<{ customer_id: number; digest: Buffer }>`
    INSERT INTO consent.choice (recorded_at, customer_id, purpose, channel, state, chosen_at, method, source, text_version, text_digest,
      locale, actor, sealed, digest)
    SELECT ${at}, * FROM unnest(${of((c) => c.customerId)}::bigint[], ${of((c) => c.choice.purpose)}::text[],
      ${of((c) => c.choice.channel)}::text[], ${of((c) => c.choice.state)}::text[], ${of((c) => c.choice.at)}::timestamptz[],
      ${of((c) => c.choice.method)}::text[], ${of((c) => c.choice.source)}::text[], ${of((c) => c.choice.textVersion)}::text[],
      ${of((c) => c.choice.textDigest)}::text[], ${of((c) => c.choice.locale)}::text[], ${of((c) => c.actor)}::text[],
      ${of((c) => c.sealed)}::bytea[], ${of((c) => c.digest)}::bytea[])
    ON CONFLICT (customer_id, digest) DO NOTHING RETURNING customer_id, digest`.execute(tx);
  return new Set(rows.map((row) => `${row.customer_id} ${row.digest.toString('hex')}`));
}

type Row = {
  customer_id: number;
  purpose: Choice['purpose'];
  channel: Choice['channel'];
  state: Choice['state'];
  chosen_at: Date;
  method: Choice['method'];
  source: string;
  text_version: string | null;
  text_digest: string | null;
  locale: string | null;
  actor: string;
  recorded_at: Date;
};

export type Recorded = Held & { actor: string; recordedAt: Date };

/** The latest first. */
export async function choicesOf(db: Db | Tx, customers: readonly CustomerId[]): Promise<Recorded[]> {
  const { rows } = await sql<Row>`
    SELECT customer_id, purpose, channel, state, chosen_at, method, source, text_version, text_digest, locale, actor, recorded_at
      FROM consent.choice WHERE customer_id = ANY(${customers}::bigint[]) ORDER BY chosen_at DESC, choice_id DESC LIMIT 1000`.execute(
    db,
  );
  return rows.map((row) => ({
    customerId: row.customer_id,
    actor: row.actor,
    recordedAt: row.recorded_at,
    choice: {
      purpose: row.purpose,
      channel: row.channel,
      state: row.state,
      at: row.chosen_at,
      method: row.method,
      source: row.source,
      textVersion: row.text_version,
      textDigest: row.text_digest,
      locale: row.locale,
    },
  }));
}

export type NewSuppression = {
  digest: string;
  kind: 'email' | 'phone';
  reason: string;
  source: string;
  at: Date;
};

/** What was there first stays. */
export async function suppress(tx: Tx, addresses: readonly NewSuppression[]): Promise<void> {
  if (addresses.length === 0) return;
  await sql`INSERT INTO consent.suppression (digest, kind, reason, source, since)
    SELECT DISTINCT ON (1) * FROM unnest(${addresses.map((a) => a.digest)}::uuid[], ${addresses.map((a) => a.kind)}::text[],
      ${addresses.map((a) => a.reason)}::text[], ${addresses.map((a) => a.source)}::text[], ${addresses.map((a) => a.at)}::timestamptz[])
    ON CONFLICT DO NOTHING`.execute(tx);
}

export async function suppressed(
  db: Db,
  digests: readonly string[],
): Promise<Map<string, { reason: string; since: Date }>> {
  const { rows } = await sql<{ digest: string; reason: string; since: Date }>`
    SELECT digest, reason, since FROM consent.suppression WHERE digest = ANY(${digests}::uuid[])`.execute(db);
  return new Map(rows.map(({ digest, ...row }) => [digest, row]));
}

/** That she chose stays as proof (PIPL 69, GDPR 7); where from does not. */
export async function forgetPlaces(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`UPDATE consent.choice SET sealed = NULL WHERE customer_id = ${customer}`.execute(tx);
}
