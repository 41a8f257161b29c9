/**
 * When an event happened. A device's clock may be wrong, so the sender's own distance between event and sending is kept and hung
 * on our clock: timestamp = received − (sent − original) (Segment's spec, "common fields"). What still lies more than five minutes
 * ahead is clamped; what is older than thirty days is late.
 */
import { FLAGS } from '#platform/log';

const MINUTE = 60_000;
export const FUTURE_MS = 5 * MINUTE;
export const LATE_MS = 30 * 24 * 60 * MINUTE;

export type SettledTime = { timestamp: Date; flags: number };

export function settleTime(original: Date | null, sentAt: Date | null, receivedAt: Date): SettledTime {
  if (!original) return { timestamp: receivedAt, flags: 0 };
  const skew = sentAt ? receivedAt.getTime() - sentAt.getTime() : 0;
  let at = original.getTime() + skew;
  let flags = Math.abs(skew) > MINUTE ? FLAGS.clockSkew : 0;
  if (at > receivedAt.getTime() + FUTURE_MS) {
    at = receivedAt.getTime();
    flags |= FLAGS.future;
  }
  if (at < receivedAt.getTime() - LATE_MS) flags |= FLAGS.late;
  return { timestamp: new Date(at), flags };
}
