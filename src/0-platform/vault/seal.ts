/**
 * Sealing of personal values: AES-256-GCM (NIST SP 800-38D), 96-bit random nonce, 128-bit tag.
 * Layout: version (1 byte) | nonce (12) | ciphertext | tag (16).
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

// Random bytes are drawn a page at a time: one system call for 340 nonces.
const pool = Buffer.allocUnsafe(4080);
let drawn = pool.length;

/** Takes a KeyObject, not bytes: Node would make one of them each time, which costs twice what the encryption does. */
export function seal(key: KeyObject, plain: string | Buffer): Buffer {
  if (drawn + NONCE > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const nonce = pool.subarray(drawn, drawn + NONCE);
  drawn += NONCE;
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  const sealed = Buffer.allocUnsafe(1 + NONCE + body.length + TAG);
  sealed[0] = VERSION;
  nonce.copy(sealed, 1);
  body.copy(sealed, 1 + NONCE);
  cipher.getAuthTag().copy(sealed, 1 + NONCE + body.length);
  return sealed;
}

/** The plain bytes, or null where the key does not fit or the bytes were changed. */
export function open(key: KeyObject, sealed: Buffer): Buffer | null {
  if (sealed[0] !== VERSION || sealed.length < 1 + NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const body = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG));
    return Buffer.concat([body, decipher.final()]);
  } catch {
    return null;
  }
}
