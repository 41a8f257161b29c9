/**
 * Webhooks that leave are signed, so that whoever receives one knows it came from here and was made just now:
 *
 *     Regulars-Signature: t=1795420800,v1=a79f1f4075…
 *
 * `v1` is HMAC-SHA256 (RFC 2104), in lower-case hex, over `t`, a dot and the body as it was sent, under the secret of that webhook. The
 * receiver computes it again, compares in constant time, and refuses what is older than five minutes.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'regulars-signature';
const TOLERANCE_SECONDS = 300;

export function signature(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${digest(secret, seconds, body)}`;
}

/** What a receiver does. Several `v1` may stand in the header while a secret is exchanged: one that fits is enough. */
export function isSignedBy(secret: string, body: string, header: string, now: Date): boolean {
  const parts = header.split(',').map((part) => part.split('='));
  const seconds = Number(parts.find(([name]) => name === 't')?.[1]);
  if (!Number.isSafeInteger(seconds) || Math.abs(now.getTime() / 1000 - seconds) > TOLERANCE_SECONDS)
    return false;
  const wanted = Buffer.from(digest(secret, seconds, body));
  return parts
    .filter(([name, value]) => name === 'v1' && value?.length === wanted.length)
    .some(([, value]) => timingSafeEqual(Buffer.from(value as string), wanted));
}

const digest = (secret: string, seconds: number, body: string): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
