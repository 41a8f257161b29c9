import { randomBytes } from 'node:crypto';
import { Problem } from '#platform/errors';
import type { SourceId } from '#platform/ids';
import type { Actor, Ground } from './create-source.ts';
import { digestOf, type KeyKind, prefixOf, writeKeyOf } from './key.ts';
import { countActiveKeys, insertKey, lockSource } from './store.ts';

/** Enough for a rotation in every place a shop has; few enough that a forgotten one is seen. */
const MOST_ACTIVE = 20;

/** Makes a key; `writeKey` exists only in this answer. Throws Problem `not_found` or `too_many_keys`. */
export async function createKey(
  { db, audit, clock }: Ground,
  actor: Actor,
  { sourceId, kind }: { sourceId: SourceId; kind: KeyKind },
): Promise<{ keyId: number; writeKey: string }> {
  const writeKey = writeKeyOf(randomBytes(32));
  return await db.transaction().execute(async (tx) => {
    if (!(await lockSource(tx, sourceId))) throw new Problem('not_found');
    if ((await countActiveKeys(tx, sourceId)) >= MOST_ACTIVE)
      throw new Problem('too_many_keys', { params: { limit: MOST_ACTIVE } });
    const keyId = await insertKey(tx, {
      source_id: sourceId,
      kind,
      digest: digestOf(writeKey),
      prefix: prefixOf(writeKey),
      created_at: clock.now(),
    });
    await audit.record(tx, {
      actor,
      act: 'source.key.create',
      object: `source:${sourceId}`,
      detail: { key: keyId, kind },
    });
    return { keyId, writeKey };
  });
}
