/**
 * What a message says is sealed while it waits: under its customer's key, so that erasing her erases it, or under the installation's own
 * where it is about nobody (a staff invitation's link is a secret too).
 */
import type { CustomerId } from '../ids/index.ts';
import type { Tx } from '../postgres/index.ts';
import { open, seal, type Vault } from '../vault/index.ts';

/** Customers are numbered from 1. */
const INSTALLATION = 0;

export async function sealPayload(
  tx: Tx,
  vault: Vault,
  customer: CustomerId | null,
  payload: unknown,
): Promise<Buffer> {
  const subject = customer ?? INSTALLATION;
  const { keys } = await vault.keysFor([subject], { on: tx });
  const key = keys.get(subject);
  if (!key) throw new Error('The vault gave no key.');
  return seal(key, JSON.stringify(payload));
}

/** Null where it was erased. */
export async function openPayload(
  vault: Vault,
  customer: CustomerId | null,
  sealed: Buffer | null,
): Promise<{ payload: unknown } | null> {
  if (!sealed) return null;
  const subject = customer ?? INSTALLATION;
  const key = (await vault.existingKeys([subject])).get(subject);
  const plain = key && open(key, sealed);
  return plain ? { payload: JSON.parse(plain.toString()) } : null;
}
