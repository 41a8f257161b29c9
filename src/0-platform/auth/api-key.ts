/** API keys: programs that act as a role. Shown once, kept as a digest, gone at once when revoked. */
import { Problem } from '../errors/index.ts';
import type { Principal, Role } from '../http/index.ts';
import * as store from './api-key-store.ts';
import type { AuthParts } from './parts.ts';
import { digestOfSecret, randomSecret } from './secret.ts';
import type { Actor } from './staff.ts';

const PREFIX = 'rk_';
const SHOWN = 8;

export type NewApiKey = { name: string; role: Role; channels?: readonly string[] | null };

export async function createApiKey(
  { database, audit, clock }: AuthParts,
  actor: Actor,
  key: NewApiKey,
): Promise<{ id: string; apiKey: string }> {
  if (!mayGive(actor, key)) throw new Problem('not_allowed');
  const apiKey = randomSecret(PREFIX);
  const id = await database.db.transaction().execute(async (tx) => {
    const made = await store.insertApiKey(tx, {
      name: key.name,
      digest: digestOfSecret(apiKey),
      prefix: apiKey.slice(0, SHOWN),
      role: key.role,
      channels: key.channels ?? null,
      madeBy: makerOf(actor),
      at: clock.now(),
    });
    await audit.record(tx, {
      actor,
      act: 'api_key.create',
      object: `api_key:${made}`,
      detail: { role: key.role },
    });
    return made;
  });
  return { id: String(id), apiKey };
}

/** Nobody gives away more than they have: neither a role nor a channel. */
function mayGive(actor: Actor, { role, channels }: NewApiKey): boolean {
  if (actor.kind === 'system') return true;
  const roleIsTheirs = actor.role === 'owner' || actor.role === role;
  const own = actor.channels;
  return roleIsTheirs && (own === null || (channels?.every((channel) => own.includes(channel)) ?? false));
}

function makerOf(actor: Actor): { staff: string } | { key: string } | null {
  if (actor.kind === 'system') return null;
  return actor.kind === 'staff' ? { staff: actor.id } : { key: actor.id };
}

export async function revokeApiKey(
  { database, audit, clock }: AuthParts,
  actor: Actor,
  id: number,
): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    if (!(await store.markKeyRevoked(tx, id, clock.now()))) throw new Problem('not_found');
    await audit.record(tx, { actor, act: 'api_key.revoke', object: `api_key:${id}` });
  });
}

/** Who holds this key, or null. */
export async function principalOfKey(
  { database, clock }: AuthParts,
  given: string,
): Promise<Principal | null> {
  if (!given.startsWith(PREFIX)) return null;
  const key = await store.apiKeyByDigest(database.db, digestOfSecret(given), clock.now());
  return (
    key && { kind: 'api_key', id: String(key.id), name: key.name, role: key.role, channels: key.channels }
  );
}
