import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../clock/index.ts';
import { lastDue } from './cron.ts';
import { createLateness } from './lateness.ts';
import { refuseValues } from './payload.ts';

const HOUR = 3_600_000;

describe('how late a timer is', () => {
  const start = Date.parse('2026-11-23T08:00:00Z');
  const due = new Date(start + HOUR);
  const machine = () => {
    const clock = fixedClock(new Date(start));
    let ran = 5_000_000;
    const lateness = createLateness(clock, () => ran);
    return {
      lateness,
      pass: (ms: number) => {
        clock.advance(ms);
        ran += ms;
      },
      jump: (ms: number) => clock.advance(ms),
      sleep: (ms: number) => {
        clock.advance(ms);
        ran += ms;
      },
    };
  };

  it('is told by the clock while nothing strange happens', () => {
    const { lateness, pass } = machine();
    expect(lateness(due)).toBe(-HOUR);
    pass(3 * HOUR);
    expect(lateness(due)).toBe(2 * HOUR);
  });

  it('counts the time in which the machine slept', () => {
    const { lateness, sleep } = machine();
    sleep(72 * HOUR);
    expect(lateness(due)).toBe(71 * HOUR);
  });

  it('is nothing for what a clock that jumped ahead passed over: nobody had a chance to run it', () => {
    const { lateness, jump } = machine();
    jump(72 * HOUR);
    expect(lateness(due)).toBeLessThanOrEqual(0);
  });

  it('is nothing for what waited longer because the clock was set back', () => {
    const { lateness, pass, jump } = machine();
    pass(HOUR / 2);
    jump(-10 * HOUR);
    pass(10.5 * HOUR);
    expect(lateness(due)).toBe(0);
  });

  it('is told by the clock again once a correction has stood for a while', () => {
    const { lateness, pass, jump } = machine();
    jump(72 * HOUR);
    lateness(due);
    pass(HOUR);
    expect(lateness(due)).toBe(72 * HOUR);
  });
});

describe('the last due instant', () => {
  const now = new Date('2026-11-23T08:07:31Z');
  it.each([
    ['* * * * *', '2026-11-23T08:07:00.000Z'],
    ['*/5 * * * *', '2026-11-23T08:05:00.000Z'],
    ['7 * * * *', '2026-11-23T08:07:00.000Z'],
    ['8 * * * *', '2026-11-23T07:08:00.000Z'],
    ['17 3 * * *', '2026-11-23T03:17:00.000Z'],
    ['0 9 * * *', '2026-11-22T09:00:00.000Z'],
    ['0 3 * * 1', '2026-11-23T03:00:00.000Z'],
  ])('of %s', (pattern, expected) => {
    expect(lastDue(pattern, now)?.toISOString()).toBe(expected);
  });

  it('is none where it lies more than a day back', () => {
    expect(lastDue('0 9 1 * *', now)).toBeNull();
  });

  it('is never ahead, and never changes while none passes', () => {
    const instants = fc.date({
      min: new Date('2020-01-01T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    const runs = process.env.REGULARS_NIGHT ? 5000 : 300;
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 59 }), (at, minute) => {
        const due = lastDue(`${minute} * * * *`, at);
        const ago = at.getTime() - (due?.getTime() ?? Number.NaN);
        return ago >= 0 && ago < HOUR && due?.getUTCMinutes() === minute;
      }),
      { numRuns: runs },
    );
  });

  it('refuses what is no pattern', () => {
    expect(() => lastDue('every night', now)).toThrow(/cron pattern/);
  });
});

describe('a payload', () => {
  it.each([
    [{}],
    [null],
    [{ id: 7, at: '2026-11-23T08:00:00.000Z', kind: 'know/customers: erase', ids: [1, 2] }],
  ])('may hold ids: %j', (payload) => {
    const only = JSON.parse(JSON.stringify(payload).replace('know/customers: erase', 'know/customers:erase'));
    expect(() => refuseValues('a job', only)).not.toThrow();
  });

  it.each([
    [{ to: 'ann@example.com' }],
    [{ who: { name: 'Ann Lee' } }],
    [{ names: ['王小明'] }],
    [{ note: 'x'.repeat(121) }],
  ])('may hold no value: %j', (payload) => {
    expect(() => refuseValues('a job', payload)).toThrow(/not an id/);
  });
});
