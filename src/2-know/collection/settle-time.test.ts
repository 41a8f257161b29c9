import { describe, expect, it } from 'vitest';
import { FLAGS } from '#platform/log';
import { settleTime } from './settle-time.ts';

const at = (text: string): Date => new Date(`2026-11-23T${text}Z`);
const received = at('12:00:00');

describe('when an event happened', () => {
  it('is when it arrived, where the sender does not say', () => {
    expect(settleTime(null, null, received)).toEqual({ timestamp: received, flags: 0 });
  });

  it('hangs the distance between event and sending on our own clock', () => {
    // The device is a day behind; the event happened ten seconds before it was sent.
    const { timestamp, flags } = settleTime(
      new Date('2026-11-22T11:59:50Z'),
      new Date('2026-11-22T12:00:00Z'),
      received,
    );
    expect(timestamp).toEqual(at('11:59:50'));
    expect(flags).toBe(FLAGS.clockSkew);
  });

  it('is what the sender says, where it does not say when it sent', () => {
    expect(settleTime(at('09:00:00'), null, received)).toEqual({ timestamp: at('09:00:00'), flags: 0 });
  });

  it('is never more than five minutes ahead of us', () => {
    expect(settleTime(at('12:04:59'), null, received).timestamp).toEqual(at('12:04:59'));
    expect(settleTime(at('12:05:01'), null, received)).toEqual({ timestamp: received, flags: FLAGS.future });
  });

  it('is late after thirty days', () => {
    expect(settleTime(new Date('2026-10-23T12:00:00Z'), null, received).flags).toBe(FLAGS.late);
    expect(settleTime(new Date('2026-10-24T12:00:01Z'), null, received).flags).toBe(0);
  });
});
