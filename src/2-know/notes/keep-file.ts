/** Files kept with a customer: what their bytes say they are, sealed, and only ever downloaded. */
import type { z } from 'zod';
import { withoutCardNumbers } from '#platform/card-numbers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Page } from '#platform/lists';
import { open, seal } from '#platform/vault';
import * as contract from './contract.ts';
import { kindOfBytes, shownName } from './file-kind.ts';
import { type Caller, type Keys, type NoteParts, opened, profilesOf, signature, toWriteAt } from './hers.ts';
import * as store from './store.ts';

/** Names are sealed: they are looked for in all of a customer's, which are a hundred. Throws `not_found`. */
export async function filesOfCustomer(
  parts: Pick<NoteParts, 'db' | 'vault'>,
  id: CustomerId,
  { q, ...asked }: z.output<typeof contract.fileQuery>,
  caller: Principal,
): Promise<Page<contract.FileItem>> {
  const profiles = await profilesOf(parts, id, caller);
  const keys = await parts.vault.existingKeys(profiles);
  const found: contract.FileItem[] = [];
  let after = asked.after;
  do {
    const limit = asked.limit - found.length;
    const page = await store.listFiles(parts.db, profiles, { ...asked, after, limit });
    const items = page.items.map((row) => shown(row, keys));
    found.push(...items.filter(({ name }) => !q || name?.toLowerCase().includes(q.toLowerCase())));
    after = page.next ?? undefined;
  } while (after && found.length < asked.limit);
  return { items: found, next: after ?? null };
}

function shown(row: store.FileRow, keys: Keys): contract.FileItem {
  return {
    id: String(row.file_id),
    profile: String(row.customer_id),
    name: opened(keys, row.customer_id, row.sealed_name),
    kind: row.kind,
    size: row.size,
    author: row.author,
    author_name: row.author_name,
    added_at: row.added_at.toISOString(),
  };
}

/**
 * `removed`: card numbers that were taken out of its name; what its bytes say nobody reads. Throws `not_found`, `customer_erased`,
 * `file_kind_refused`, `files_full`.
 */
export async function keepFile(
  parts: NoteParts,
  caller: Caller,
  id: CustomerId,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<{ file: contract.FileItem; removed: number }> {
  const { profiles, profile, key } = await toWriteAt(parts, id, caller);
  const kind = kindOfBytes(bytes);
  if (!kind) throw new Problem('file_kind_refused');
  // As it is shown: what cannot be seen would divide a number for us and for nobody else.
  const { value: called, removed } = withoutCardNumbers(shownName(name, kind));
  const row = await parts.db.transaction().execute(async (tx) => {
    await store.oneAtATime(tx, profiles);
    const kept = await store.filesKept(tx, profiles);
    if (kept.files >= contract.MOST_FILES || kept.bytes + bytes.length > contract.MOST_BYTES)
      throw new Problem('files_full', {
        params: { most: contract.MOST_FILES, mb: contract.MOST_BYTES / 2 ** 20 },
      });
    const made = await store.insertFile(tx, {
      profile,
      kind,
      size: bytes.length,
      sealedName: seal(key, called),
      sealed: seal(key, bytes),
      at: parts.clock.now(),
      ...signature(caller),
    });
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.file.keep',
      object: `customer:${profile}`,
      detail: { file: made.file_id, kind, size: bytes.length },
    });
    return made;
  });
  return { file: shown(row, new Map([[profile, key]])), removed };
}

/** Throws `not_found`, also where it cannot be read any more. */
export async function openFile(
  parts: Pick<NoteParts, 'db' | 'vault'>,
  caller: Principal,
  { id, file }: { id: CustomerId; file: number },
): Promise<{ name: string; kind: contract.FileKind; bytes: Buffer }> {
  const profiles = await profilesOf(parts, id, caller);
  const row = await store.fileOf(parts.db, profiles, file);
  const keys = await parts.vault.existingKeys(profiles);
  const key = row && keys.get(row.customer_id);
  const bytes = key && row.sealed ? open(key, row.sealed) : null;
  if (!row || !bytes) throw new Problem('not_found');
  return { name: shown(row, keys).name ?? shownName('', row.kind), kind: row.kind, bytes };
}

/** Its bytes and name are destroyed; that there was one stays. Throws `not_found`. */
export async function removeFile(
  parts: NoteParts,
  caller: Caller,
  { id, file }: { id: CustomerId; file: number },
): Promise<contract.Removed> {
  const profiles = await profilesOf(parts, id, caller);
  const at = parts.clock.now();
  await parts.db.transaction().execute(async (tx) => {
    const holder = await store.destroyFile(tx, profiles, file, { at, ...signature(caller) });
    if (holder === null) throw new Problem('not_found');
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.file.remove',
      object: `customer:${holder}`,
      detail: { file },
    });
  });
  return { id: String(file), removed_at: at.toISOString() };
}
