import { randomBytes } from 'node:crypto';
import { Problem } from '#platform/errors';
import type { SourceId } from '#platform/ids';
import type { Actor, Ground } from './create-source.ts';
import { lockSource, saveUserTokenSecret } from './store.ts';
import { userTokenSecretOf } from './user-token.ts';

/**
 * Issues the secret with which the shop signs user ids, in place of any before it: tokens signed with the old one count no more.
 * It exists only in this answer. Throws Problem `not_found`.
 */
export async function issueUserTokenSecret(
  { db, audit }: Ground,
  actor: Actor,
  id: SourceId,
): Promise<string> {
  const secret = userTokenSecretOf(randomBytes(32));
  await db.transaction().execute(async (tx) => {
    if (!(await lockSource(tx, id))) throw new Problem('not_found');
    await saveUserTokenSecret(tx, id, Buffer.from(secret));
    await audit.record(tx, { actor, act: 'source.user_token_secret.issue', object: `source:${id}` });
  });
  return secret;
}

/** Takes the secret away: browsers can no longer prove who they are. Throws Problem `not_found`. */
export async function withdrawUserTokenSecret(
  { db, audit }: Ground,
  actor: Actor,
  id: SourceId,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await lockSource(tx, id))) throw new Problem('not_found');
    await saveUserTokenSecret(tx, id, null);
    await audit.record(tx, { actor, act: 'source.user_token_secret.withdraw', object: `source:${id}` });
  });
}
