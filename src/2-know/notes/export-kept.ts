/** What of a customer's file is kept here: what her notes say now and said before, and her files whole. */
import { type Principal, seesPersonal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Db } from '#platform/postgres';
import { open } from '#platform/vault';
import { type NoteParts, opened } from './hers.ts';
import * as store from './store.ts';

export async function exportKept(
  { vault }: Pick<NoteParts, 'vault'>,
  db: Db,
  customer: CustomerId,
  caller: Principal,
): Promise<object[]> {
  if (!seesPersonal(caller)) return [];
  const [{ notes, files }, keys] = await Promise.all([
    store.keptOf(db, customer),
    vault.existingKeys([customer]),
  ]);
  const key = keys.get(customer);
  if (!key) return [];
  const written = await Promise.all(
    notes.map(async (row) => ({
      note: opened(keys, customer, row.sealed),
      written_at: row.written_at,
      edited_at: row.edited_at,
      earlier: ((await store.earlierOf(db, [customer], row.note_id)) ?? []).map((before) => ({
        note: opened(keys, customer, before.sealed),
        until: before.said_until,
      })),
    })),
  );
  const kept = files.map((row) => ({
    file: opened(keys, customer, row.sealed_name),
    kind: row.kind,
    added_at: row.added_at,
    base64: row.sealed && open(key, row.sealed)?.toString('base64'),
  }));
  return [...written, ...kept];
}
