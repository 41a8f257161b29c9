/** What a test needs to have sources: their tables, and one with a key. */
import { fileURLToPath } from 'node:url';
import type { Audit, AuditEntry } from '#platform/audit';
import { systemClock } from '#platform/clock';
import type { SourceId } from '#platform/ids';
import type { Db } from '#platform/postgres';
import { createKey } from './create-key.ts';
import { createSource, type Ground, type NewSource } from './create-source.ts';
import { issueUserTokenSecret } from './issue-user-token-secret.ts';
import type { KeyKind } from './key.ts';
import { userToken } from './user-token.ts';

export const SOURCES_MIGRATIONS = {
  module: 'know/sources',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};

const actor: AuditEntry['actor'] = { kind: 'system', name: 'test' };

/** An audit that keeps its entries where a test can see them; the chain itself is tested in `#platform/audit`. */
export function auditInMemory(): Audit & { entries: AuditEntry[] } {
  const entries: AuditEntry[] = [];
  return {
    entries,
    record: async (_, entry) => {
      entries.push(entry);
    },
    verify: async () => null,
  };
}

const groundOn = (db: Db): Ground => ({ db, audit: auditInMemory(), clock: systemClock });

/** Issues the secret of a source, and gives what the shop's server does with it: sign a user id. */
export async function signerOf(db: Db, source: SourceId): Promise<(userId: string) => string> {
  const secret = await issueUserTokenSecret(groundOn(db), actor, source);
  return (userId) => userToken(secret, userId);
}

/** A source and one key of it. */
export async function aSource(
  db: Db,
  given: Partial<NewSource> & { keyKind?: KeyKind } = {},
): Promise<{ sourceId: SourceId; keyId: number; writeKey: string }> {
  const { keyKind = 'server', ...source } = given;
  const ground = groundOn(db);
  const name = source.name ?? `source ${crypto.randomUUID()}`;
  const sourceId = await createSource(ground, actor, { kind: 'server', ...source, name });
  return { sourceId, ...(await createKey(ground, actor, { sourceId, kind: keyKind })) };
}
