/**
 * A write key: what it looks like, what is kept of it, and its life. It is 256 random bits, shown once when it is made; we keep its
 * SHA-256, under which it is looked up (no slow hash is needed where guessing is hopeless), and its first characters.
 *
 * A source may have several active keys, so that a shop can put a new one in place before it revokes the old one.
 */
import { hash } from 'node:crypto';

export const KEY_KINDS = ['server', 'browser'] as const;
/** A server key is a secret and vouches for user ids. A browser key stands in public pages: it may only append. */
export type KeyKind = (typeof KEY_KINDS)[number];

export const KEY_STATES = ['active', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];
export type KeyAct = 'revoke';

/** From each state, what may be done and where it leads. Revoked is the end: a key that leaked never comes back. */
export const KEY_LIFECYCLE: Record<KeyState, Partial<Record<KeyAct, KeyState>>> = {
  active: { revoke: 'revoked' },
  revoked: {},
};

/** The state that `act` leads to, or null where it cannot be done. */
export const afterAct = (state: KeyState, act: KeyAct): KeyState | null => KEY_LIFECYCLE[state][act] ?? null;

export const keyStateOf = (key: { revoked_at: Date | null }): KeyState =>
  key.revoked_at ? 'revoked' : 'active';

export const writeKeyOf = (random: Buffer): string => `wk_${random.toString('base64url')}`;
/** False for what cannot be a write key: refused without asking the database. */
export const looksLikeWriteKey = (text: string): boolean => /^wk_[\w-]{43}$/.test(text);
export const digestOf = (writeKey: string): Buffer => hash('sha256', writeKey, 'buffer');
export const prefixOf = (writeKey: string): string => writeKey.slice(0, 9);
