/** What a connection keeps to itself: sealed under a key of its own, opened only to speak with the platform. */
import type { Platform } from '#platform/module';
import type { Tx } from '#platform/postgres';
import { open, seal } from '#platform/vault';

type Keeper = Pick<Platform, 'vault'>;
export type Settings = Readonly<Record<string, string>>;

/** Below all customers, sources and imports. */
export const keyOfConnection = (id: number): number => -2_000_000_000 - id;

export async function sealFor({ vault }: Keeper, id: number, value: unknown, on?: Tx): Promise<Buffer> {
  const subject = keyOfConnection(id);
  const { keys } = await vault.keysFor([subject], on && { on });
  const key = keys.get(subject);
  if (!key) throw new Error('The vault gave no key.');
  return seal(key, JSON.stringify(value));
}

/** Null: its key was destroyed, or nothing is kept any more. */
export async function openFor({ vault }: Keeper, id: number, sealed: Buffer | null): Promise<unknown> {
  if (!sealed) return null;
  const subject = keyOfConnection(id);
  const key = (await vault.existingKeys([subject])).get(subject);
  const plain = key && open(key, sealed);
  return plain ? JSON.parse(plain.toString()) : null;
}
