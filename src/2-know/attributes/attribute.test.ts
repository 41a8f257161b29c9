import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessOf, checkValue, type Kind, latest } from './attribute.ts';
import { ATTRIBUTE_ROLES, ATTRIBUTE_TYPES, type AttributeRules } from './contract.ts';

const runs = process.env.REGULARS_NIGHT ? 200_000 : 1_000;
const rules = (more: Partial<AttributeRules> = {}): AttributeRules => ({
  min: null,
  max: null,
  earliest: null,
  latest: null,
  characters: 'any',
  hosts: [],
  ...more,
});
const options = [
  { key: 'green', title: { en: 'Green', zh: '绿茶' }, withdrawn: false },
  { key: 'black', title: { en: 'Black', zh: '红茶' }, withdrawn: false },
  { key: 'old', title: { en: 'Old', zh: '旧' }, withdrawn: true },
];
const kind = (type: Kind['type'], more: Partial<AttributeRules> = {}): Kind => ({
  type,
  rules: rules(more),
  options,
});

describe('a value of an attribute', () => {
  it.each([
    [kind('number', { min: 1, max: 5 }), 0, 'value_below'],
    [kind('number', { min: 1, max: 5 }), 6, 'value_above'],
    [kind('number'), Number.NaN, 'field_invalid'],
    [kind('number'), '5', 'field_invalid'],
    [kind('date'), '2026-02-31', 'field_invalid'],
    [kind('date', { earliest: '2026-01-01' }), '2025-12-31', 'value_below'],
    [kind('yes_no'), 'true', 'field_invalid'],
    [kind('choice'), 'white', 'option_unknown'],
    [kind('choice'), 'old', 'option_unknown'],
    [kind('choices', { max: 1 }), ['green', 'black'], 'value_above'],
    [kind('choices'), [], 'value_below'],
    [kind('text', { characters: 'digits' }), '12a', 'field_invalid'],
    [kind('text'), '   ', 'field_invalid'],
    [kind('text'), 'x'.repeat(501), 'field_too_long'],
    [kind('url'), 'javascript:alert(1)', 'field_invalid'],
    [kind('url'), 'https://user:secret@tea.example/', 'field_invalid'],
    [kind('url', { hosts: ['tea.example'] }), 'https://eviltea.example/', 'field_invalid'],
    [kind('email'), 'ann@tea', 'field_invalid'],
    [kind('phone'), 'call me', 'field_invalid'],
  ] as const)('that is not allowed is refused with the reason (%#)', (of, value, why) => {
    expect(checkValue(of, value)).toEqual({ refused: why });
  });

  it.each([
    [kind('number', { min: 1, max: 5 }), 5],
    [kind('date'), '2028-02-29'],
    [kind('yes_no'), false],
    [kind('choices'), ['green', 'black']],
    [kind('text', { characters: 'letters' }), '王小明'],
    [kind('url', { hosts: ['tea.example'] }), 'https://shop.tea.example/a?b=1'],
    [kind('email'), 'Ann@Tea.example'],
    [kind('phone'), '+86 138 1234 5678'],
  ] as const)('that is allowed is taken as it is (%#)', (of, value) => {
    expect(checkValue(of, value)).toEqual({ value });
  });

  it('keeps an option that was withdrawn since, and cannot get it', () => {
    expect(checkValue(kind('choice'), 'old', 'old')).toEqual({ value: 'old' });
    expect(checkValue(kind('choices'), ['old', 'green'], ['old'])).toEqual({ value: ['old', 'green'] });
    expect(checkValue(kind('choice'), 'old', 'green')).toEqual({ refused: 'option_unknown' });
  });

  it('that was taken is taken again, whatever is sent', () => {
    let taken = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...ATTRIBUTE_TYPES),
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.double(),
          fc.boolean(),
          fc.webUrl(),
          fc.emailAddress(),
          fc.subarray(['green', 'black', 'old']),
          fc.constantFrom('green', '2026-01-01', '13812345678', null),
        ),
        (type, given) => {
          const first = checkValue(kind(type), given);
          if ('refused' in first) return;
          taken++;
          expect(checkValue(kind(type), first.value)).toEqual(first);
        },
      ),
      { numRuns: runs },
    );
    console.log(`values: ${runs}, of them taken: ${taken}`);
    expect(taken).toBeGreaterThan(runs / 50);
  });
});

describe('who may', () => {
  it('write what she may not read is nobody', () => {
    const anyRoles = fc.subarray([...ATTRIBUTE_ROLES]);
    fc.assert(
      fc.property(fc.constantFrom(...ATTRIBUTE_ROLES), anyRoles, anyRoles, (role, seen_by, edited_by) => {
        const principal = { kind: 'api_key', id: '1', name: 'k', role, channels: null } as const;
        const { sees, edits } = accessOf({ seen_by, edited_by }, principal);
        expect(edits && !sees).toBe(false);
        if (role === 'owner') expect(sees).toBe(true);
        else expect(sees).toBe(seen_by.includes(role));
      }),
      { numRuns: runs },
    );
  });
});

describe('of several profiles', () => {
  it('the latest word counts, in whatever order they are read', () => {
    const noted = fc.array(
      fc.record({
        customerId: fc.integer({ min: 1, max: 5 }),
        setAt: fc.integer({ min: 0, max: 3 }).map((day) => new Date(day * 86_400_000)),
        value: fc.nat(),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(noted, (all) => {
        const distinct = [...new Map(all.map((one) => [one.customerId, one])).values()];
        expect(latest([...distinct].reverse())).toEqual(latest(distinct));
        for (const one of distinct)
          expect(latest(distinct)?.setAt.getTime()).toBeGreaterThanOrEqual(one.setAt.getTime());
      }),
      { numRuns: runs },
    );
  });
});
