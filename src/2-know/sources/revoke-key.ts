import { Problem } from '#platform/errors';
import type { SourceId } from '#platform/ids';
import type { Actor, Ground } from './create-source.ts';
import { afterAct, keyStateOf } from './key.ts';
import { lockKey, markRevoked } from './store.ts';

/** Revokes for good, in every process within a second. Throws Problem `not_found` or `key_revoked_already`. */
export async function revokeKey(
  { db, audit, clock }: Ground,
  actor: Actor,
  { sourceId, keyId }: { sourceId: SourceId; keyId: number },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const key = await lockKey(tx, sourceId, keyId);
    if (!key) throw new Problem('not_found');
    if (afterAct(keyStateOf(key), 'revoke') === null) throw new Problem('key_revoked_already');
    await markRevoked(tx, keyId, clock.now());
    await audit.record(tx, {
      actor,
      act: 'source.key.revoke',
      object: `source:${sourceId}`,
      detail: { key: keyId },
    });
  });
}
