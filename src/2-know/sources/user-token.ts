/**
 * A signed browser identity. What a browser says of who is using it is only a claim; a shop that wants it believed signs the user id on
 * its own server with the source's secret, HMAC-SHA256 (RFC 2104) in lower-case hex, and hands the signature to the page.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const userTokenSecretOf = (random: Buffer): string => `us_${random.toString('base64url')}`;

export const userToken = (secret: Buffer | string, userId: string): string =>
  createHmac('sha256', secret).update(userId, 'utf8').digest('hex');

/** True when `token` is the shop's signature of this user id; compared in constant time. */
export function vouchesFor(secret: Buffer, userId: string, token: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(token)) return false;
  return timingSafeEqual(Buffer.from(token, 'hex'), Buffer.from(userToken(secret, userId), 'hex'));
}
