import { describe, expect, it } from 'vitest';
import { fixedClock } from '../clock/index.ts';
import { createTickets, newTicket } from './ticket.ts';

const AT = '2026-11-20T09:00:00Z';

describe('a ticket into the sample', () => {
  it('is good once', () => {
    const tickets = createTickets(fixedClock(AT), { sample: true });
    const { ticket, digest } = newTicket();
    tickets.admit(digest);
    expect([tickets.isWaiting(), tickets.take('another'), tickets.take(ticket)]).toEqual([true, false, true]);
    expect([tickets.isWaiting(), tickets.take(ticket)]).toEqual([false, false]);
  });

  it('is good for some minutes, and until there is another', () => {
    const clock = fixedClock(AT);
    const tickets = createTickets(clock, { sample: true });
    const [first, second] = [newTicket(), newTicket()];
    tickets.admit(first.digest);
    tickets.admit(second.digest);
    expect(tickets.take(first.ticket)).toBe(false);
    clock.set('2026-11-20T09:11:00Z');
    expect([tickets.isWaiting(), tickets.take(second.ticket)]).toEqual([false, false]);
  });

  it('opens nothing in a shop of one’s own', () => {
    const tickets = createTickets(fixedClock(AT), { sample: false });
    const { ticket, digest } = newTicket();
    tickets.admit(digest);
    expect([tickets.isWaiting(), tickets.take(ticket)]).toEqual([false, false]);
  });
});
