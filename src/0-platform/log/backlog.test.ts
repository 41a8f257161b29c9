import { describe, expect, it } from 'vitest';
import { Backlog } from './backlog.ts';

const never = new AbortController().signal;
const HOUR = 3_600_000;
const ends = async (waiting: Promise<void>): Promise<boolean> =>
  await Promise.race([waiting.then(() => true), new Promise<boolean>((next) => setTimeout(next, 20, false))]);

describe('whoever waits for calm', () => {
  it('goes on at once where nobody is behind', async () => {
    expect(await ends(new Backlog().calm(['first'], HOUR, never))).toBe(true);
  });

  it('waits for all of a rank, and not for those that come after him', async () => {
    const backlog = new Backlog();
    for (const name of ['one', 'other']) backlog.note(name, 'first', true);
    backlog.note('third', 'follows', true);
    const waiting = backlog.calm(['first'], HOUR, never);
    backlog.note('one', 'first', false);
    expect(await ends(waiting)).toBe(false);
    backlog.note('other', 'first', false);
    expect(await ends(waiting)).toBe(true);
    expect(await ends(backlog.calm(['first', 'follows'], HOUR, never))).toBe(false);
  });

  it('does not wait beyond his patience, nor when all comes to an end', async () => {
    const backlog = new Backlog();
    backlog.note('one', 'first', true);
    expect(await ends(backlog.calm(['first'], 1, never))).toBe(true);
    const stopping = new AbortController();
    const waiting = backlog.calm(['first'], HOUR, stopping.signal);
    stopping.abort();
    expect(await ends(waiting)).toBe(true);
  });
});
