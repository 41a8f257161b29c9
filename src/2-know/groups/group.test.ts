import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEMBER_ROLES } from './contract.ts';
import { asPersons, digestOfName } from './group.ts';

const RUNS = process.env.REGULARS_NIGHT ? 50_000 : 1_000;
const pepper = Buffer.alloc(32, 7);

describe('the digest of a name', () => {
  it('is that of the name however it is written, under one key only', () => {
    const one = digestOfName('Familie  Müller', pepper);
    expect(digestOfName(' familie MÜLLER ', pepper).equals(one)).toBe(true);
    expect(digestOfName('Familie Muller', pepper).equals(one)).toBe(false);
    expect(digestOfName('Familie Müller', Buffer.alloc(32, 8)).equals(one)).toBe(false);
  });
});

describe('members as persons', () => {
  const memberships = fc.array(
    fc.record({
      customer: fc.integer({ min: 1, max: 12 }),
      role: fc.constantFrom(...MEMBER_ROLES),
      since: fc.constantFrom('2024-05-01', '2025-01-01', '2026-02-03'),
    }),
    { maxLength: 12 },
  );
  const persons = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 12, maxLength: 12 });

  it(`are each there once, lose no role, and nobody who is hidden is told (${RUNS} groups)`, () => {
    fc.assert(
      fc.property(memberships, persons, fc.integer({ min: 0, max: 12 }), (given, whose, seen) => {
        const personOf = new Map(whose.slice(0, seen).map((person, index) => [index + 1, person]));
        const shown = asPersons(given, personOf);
        expect(new Set(shown.map(({ person }) => person)).size).toBe(shown.length);
        for (const { customer, role, since } of given) {
          const own = shown.find(({ person }) => person === personOf.get(customer));
          if (!personOf.has(customer)) continue;
          expect(own?.roles).toContain(role);
          expect((own?.since ?? 'z') <= since).toBe(true);
        }
        const visible = given.filter(({ customer }) => personOf.has(customer));
        for (const { person, roles } of shown)
          for (const role of roles)
            expect(visible.some((one) => personOf.get(one.customer) === person && one.role === role)).toBe(
              true,
            );
      }),
      { numRuns: RUNS },
    );
  });
});
