/**
 * A ticket into the sample shop: whoever asked for it, at the keyboard or in the console of the shop beside it, is let in as its owner without
 * typing a password. It is one, works once, for some minutes, and in the sample only: what is made up needs no better lock, and a shop's own
 * data never has this door. Here stands its digest; the ticket itself is in the browser that asked.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock/index.ts';

const LIVES_MS = 10 * 60_000;

export type Tickets = {
  /** From now on this one is good, and none before it. */
  admit(digest: string): void;
  /** Whether one is waiting to be used. */
  isWaiting(): boolean;
  /** True once. */
  take(ticket: string): boolean;
};

export function newTicket(): { ticket: string; digest: string } {
  const ticket = randomBytes(24).toString('base64url');
  return { ticket, digest: digestOf(ticket).toString('hex') };
}

const digestOf = (ticket: string): Buffer => createHash('sha256').update(ticket).digest();

export function createTickets(clock: Clock, { sample }: { sample: boolean }): Tickets {
  let waiting: { digest: Buffer; until: number } | null = null;
  const isWaiting = (): boolean => waiting !== null && clock.now().getTime() < waiting.until;
  return {
    admit(digest) {
      if (!sample || !/^[0-9a-f]{64}$/.test(digest)) return;
      waiting = { digest: Buffer.from(digest, 'hex'), until: clock.now().getTime() + LIVES_MS };
    },
    isWaiting,
    take(ticket) {
      if (!waiting || !isWaiting() || !timingSafeEqual(waiting.digest, digestOf(ticket))) return false;
      waiting = null;
      return true;
    },
  };
}
