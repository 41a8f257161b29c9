/** HMAC-SHA256 (RFC 2104) of what must be found again without being readable. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

// Node makes a key of bytes each time, which costs six times what the digest does.
const keys = new WeakMap<Buffer, KeyObject>();

/** `secret` is not changed after its first use. 32 bytes. */
export function keyedDigest(secret: Buffer, text: string): Buffer {
  return hmac(secret, text).digest();
}

/** The first 128 bits, as a UUID's text, which is how Postgres takes them. */
export function keyedUuid(secret: Buffer, text: string): string {
  const hex = hmac(secret, text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

function hmac(secret: Buffer, text: string) {
  let key = keys.get(secret);
  if (!key) {
    key = createSecretKey(secret);
    keys.set(secret, key);
  }
  return createHmac('sha256', key).update(text);
}
