import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows, type Choice, type Held, standing } from './choice.ts';
import { CHOICES } from './contract.ts';

const night = process.env.REGULARS_NIGHT !== undefined;
const runs = night ? 200_000 : 2_000;

const choice = (more: Partial<Choice>): Choice => ({
  purpose: 'marketing',
  channel: 'email',
  state: 'granted',
  at: new Date('2026-01-01T00:00:00Z'),
  method: 'form',
  source: 'checkout',
  textVersion: null,
  textDigest: null,
  locale: null,
  ...more,
});

const aChoice: fc.Arbitrary<Held> = fc.record({
  customerId: fc.integer({ min: 1, max: 3 }),
  choice: fc
    .record({
      channel: fc.constantFrom('email' as const, 'sms' as const, 'any' as const),
      state: fc.constantFrom(...CHOICES),
      at: fc.integer({ min: 0, max: 5 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day))),
    })
    .map(choice),
});

/** The same in other words: every profile's last words, taken one by one. */
function allowedPlainly(held: readonly Held[], channel: string): boolean {
  let yes = false;
  for (const customer of [1, 2, 3])
    for (const on of [channel, 'any']) {
      const said = held.filter((one) => one.customerId === customer && one.choice.channel === on);
      if (said.length === 0) continue;
      const last = Math.max(...said.map((one) => one.choice.at.getTime()));
      const words = said.filter((one) => one.choice.at.getTime() === last).map((one) => one.choice.state);
      if (words.some((word) => word !== 'granted')) return false;
      yes = true;
    }
  return yes;
}

describe('consent', () => {
  it('is not there where nothing was said', () => expect(allows([], 'marketing', 'email')).toBe(false));

  it('is the most restrictive of all her profiles', () => {
    const held = [
      { customerId: 1, choice: choice({ at: new Date('2026-05-01T00:00:00Z') }) },
      { customerId: 2, choice: choice({ state: 'withdrawn' }) },
    ];
    expect(standing(held).map(({ state }) => state)).toEqual(['withdrawn']);
    expect(allows(held, 'marketing', 'email')).toBe(false);
  });

  it('allows nothing that a profile’s last word refuses, in whatever order it was heard', () => {
    fc.assert(
      fc.property(fc.array(aChoice, { maxLength: 12 }), fc.constantFrom('email', 'sms'), (held, channel) => {
        const plain = allowedPlainly(held, channel);
        expect(allows(held, 'marketing', channel as 'email')).toBe(plain);
        expect(allows([...held].reverse(), 'marketing', channel as 'email')).toBe(plain);
      }),
      { numRuns: runs },
    );
    console.log(`histories of consent: ${runs}`);
  });
});
