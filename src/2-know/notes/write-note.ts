/** Notes on a customer: written, read for the whole person, edited without losing what they said, and taken away. */
import type { z } from 'zod';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Page } from '#platform/lists';
import { seal } from '#platform/vault';
import * as contract from './contract.ts';
import { type Caller, type Keys, type NoteParts, opened, profilesOf, signature, toWriteAt } from './hers.ts';
import * as store from './store.ts';

/** `q` is looked for in so many stretches at most: only what is opened can be read. */
const MOST_STRETCHES = 20;

/** Throws `not_found`. */
export async function notesOfCustomer(
  parts: Pick<NoteParts, 'db' | 'vault'>,
  id: CustomerId,
  { q, ...asked }: z.output<typeof contract.noteQuery>,
  caller: Principal,
): Promise<Page<contract.NoteItem>> {
  const profiles = await profilesOf(parts, id, caller);
  const keys = await parts.vault.existingKeys(profiles);
  const found: contract.NoteItem[] = [];
  let after = asked.after;
  for (let stretch = 0; stretch < MOST_STRETCHES; stretch++) {
    const page = await store.listNotes(parts.db, profiles, {
      ...asked,
      after,
      limit: asked.limit - found.length,
    });
    const items = page.items.map((row) => shown(row, keys));
    found.push(...items.filter(({ text }) => !q || text?.toLowerCase().includes(q.toLowerCase())));
    after = page.next ?? undefined;
    if (page.next === null || found.length >= asked.limit) break;
  }
  return { items: found, next: after ?? null };
}

function shown(row: store.NoteRow, keys: Keys): contract.NoteItem {
  return {
    id: String(row.note_id),
    profile: String(row.customer_id),
    text: opened(keys, row.customer_id, row.sealed),
    pinned: row.pinned,
    author: row.author,
    author_name: row.author_name,
    written_at: row.written_at.toISOString(),
    edits: row.version - 1,
    edited_at: row.edited_at?.toISOString() ?? null,
    editor_name: row.editor_name,
  };
}

/** Throws `not_found`, `customer_erased`, `notes_full`. */
export async function writeNote(
  parts: NoteParts,
  caller: Caller,
  id: CustomerId,
  { text, pinned }: contract.NewNote,
): Promise<contract.NoteItem> {
  const { profiles, profile, key } = await toWriteAt(parts, id, caller);
  const row = await parts.db.transaction().execute(async (tx) => {
    await store.oneAtATime(tx, profiles);
    if ((await store.countNotes(tx, profiles)) >= contract.MOST_NOTES)
      throw new Problem('notes_full', { params: { most: contract.MOST_NOTES } });
    const made = await store.insertNote(tx, {
      profile,
      sealed: seal(key, text),
      pinned,
      at: parts.clock.now(),
      ...signature(caller),
    });
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.note.write',
      object: `customer:${profile}`,
      detail: { note: made.note_id },
    });
    return made;
  });
  return shown(row, new Map([[profile, key]]));
}

/** Throws `not_found`, `customer_erased`. */
export async function editNote(
  parts: NoteParts,
  caller: Caller,
  { id, note }: { id: CustomerId; note: number },
  changes: contract.NoteChanges,
): Promise<contract.NoteItem> {
  const profiles = await profilesOf(parts, id, caller);
  const keys = await parts.vault.existingKeys(profiles);
  const row = await parts.db.transaction().execute(async (tx) => {
    const before = await store.lockNote(tx, profiles, note);
    if (!before) throw new Problem('not_found');
    const key = keys.get(before.customer_id);
    if (!key) throw new Problem('customer_erased');
    const isNew =
      changes.text !== undefined && changes.text !== opened(keys, before.customer_id, before.sealed);
    if (isNew)
      await store.saveText(tx, before, {
        sealed: seal(key, changes.text as string),
        at: parts.clock.now(),
        ...signature(caller),
      });
    if (changes.pinned !== undefined) await store.pin(tx, note, changes.pinned);
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.note.edit',
      object: `customer:${before.customer_id}`,
      detail: { note, text: isNew, ...(changes.pinned !== undefined && { pinned: changes.pinned }) },
    });
    return (await store.lockNote(tx, profiles, note)) ?? before;
  });
  return shown(row, keys);
}

/** What it said before, the latest first. Throws `not_found`. */
export async function earlierTexts(
  parts: Pick<NoteParts, 'db' | 'vault'>,
  caller: Principal,
  { id, note }: { id: CustomerId; note: number },
): Promise<contract.EarlierTexts> {
  const profiles = await profilesOf(parts, id, caller);
  const keys = await parts.vault.existingKeys(profiles);
  const rows = await store.earlierOf(parts.db, profiles, note);
  if (!rows) throw new Problem('not_found');
  const items = rows.map((row) => ({
    version: row.version,
    text: opened(keys, row.customer_id, row.sealed),
    by_name: row.by_name,
    from: row.said_from.toISOString(),
    until: row.said_until.toISOString(),
  }));
  return { items, next: null };
}

/** Its text and what it said before are destroyed; that there was one stays. Throws `not_found`. */
export async function removeNote(
  parts: NoteParts,
  caller: Caller,
  { id, note }: { id: CustomerId; note: number },
): Promise<contract.Removed> {
  const profiles = await profilesOf(parts, id, caller);
  const at = parts.clock.now();
  await parts.db.transaction().execute(async (tx) => {
    const before = await store.lockNote(tx, profiles, note);
    if (!before) throw new Problem('not_found');
    await store.destroyNote(tx, note, { at, ...signature(caller) });
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.note.remove',
      object: `customer:${before.customer_id}`,
      detail: { note },
    });
  });
  return { id: String(note), removed_at: at.toISOString() };
}
