import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '#platform/errors';
import type { Definition } from './ast.ts';
import type { Asking } from './kind.ts';
import { createLanguage } from './language.ts';
import { refuseTooFar } from './reach.ts';
import { definitionDrawn } from './referee/draw-definition.ts';

const runs = process.env.REGULARS_NIGHT ? 50_000 : 1500;
const language = createLanguage();
const baby: Definition = { version: 1, who: { kind: 'tag', tag: 'baby' } };
const asking: Asking = {
  segment: (id) => (id === 7 ? { name: '宝妈', definition: baby } : null),
  productsWithin: (way) => (way === 'Tea' ? [1, 2] : null),
};

const refused = (work: () => unknown): Problem => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('It was not refused.');
};

describe('a definition', () => {
  it('printed and parsed is the same', () => {
    fc.assert(
      fc.property(definitionDrawn, (drawn) => {
        const definition = language.check(drawn);
        expect(language.parse(language.print(definition))).toEqual(definition);
      }),
      { numRuns: runs },
    );
    console.log(`definitions printed and parsed: ${runs}`);
  });

  it('is said in both languages, whole', () => {
    fc.assert(
      fc.property(definitionDrawn, (drawn) => {
        const { en, zh } = language.say(language.check(drawn), asking);
        expect([en, zh].join(' ')).not.toMatch(/\{\d\}|undefined|\[object/);
        expect(zh).toMatch(/\p{Script=Han}/u);
      }),
      { numRuns: runs },
    );
  });

  it.each([
    [
      'did "Product Viewed" in last 7 days',
      'did “Product Viewed” in the last 7 days at least once',
      '最近 7 天内“浏览商品”至少 1 次',
    ],
    [
      'did "Product Viewed" where price >= 100 and not tag "gift buyer"',
      'did “Product Viewed” where price is at least 100 at least once and not (is tagged “gift buyer”)',
      '“浏览商品”（价格 至少 100）至少 1 次，且非（有标签“gift buyer”）',
    ],
    [
      'orders net_amount CNY in last 90 days >= 50000',
      'what was spent less refunds in the last 90 days is at least CNY 500.00',
      '最近 90 天内扣除退款后的消费额至少 CNY 500.00',
    ],
    ['segment 7', 'is in segment “宝妈”', '属于人群“宝妈”'],
  ])('%s', (text, en, zh) => {
    expect(language.say(language.parse(text), asking)).toEqual({ en, zh });
  });

  it('whose text does not fit is refused where it does not', () => {
    const problem = refused(() => language.parse('did "Product Viewed"\n  in last 7 moons'));
    expect([problem.code, problem.params.line, problem.params.column, problem.params.found]).toEqual([
      'definition_text_invalid',
      2,
      13,
      'moons',
    ]);
    expect(problem.params.expected).toContain('days');
    expect(refused(() => language.parse('did "A" or')).params.found).toBe('∎');
    expect(refused(() => language.parse('did "A" and did "B" or did "C"')).params.found).toBe('or');
    expect(refused(() => language.parse('did "A')).code).toBe('definition_text_invalid');
  });

  it('with a fault is refused with the place of it', () => {
    const who = {
      all: [
        { kind: 'tag', tag: 'a' },
        { kind: 'event', event: 'A', measure: 'count', is: { op: 'at_least', value: 'x' } },
      ],
    };
    const { fields } = refused(() => language.check({ version: 1, who }));
    expect(fields.map(({ field }) => field)).toEqual(['who.all.1.is.value']);
    expect(refused(() => language.check({ version: 2, who })).code).toBe('definition_invalid');
    expect(
      refused(() => language.check({ version: 1, who: { kind: 'sql', text: '1' } })).fields[0]?.field,
    ).toBe('who.kind');
  });

  it('that is nested without end is refused, not followed', () => {
    const deep = Array.from({ length: 20_000 }).reduce<object>((not) => ({ not }), { kind: 'tag', tag: 'a' });
    expect(refused(() => language.check({ version: 1, who: deep })).code).toBe('definition_invalid');
    expect(refused(() => language.parse('('.repeat(20_000))).code).toBe('definition_text_invalid');
    expect(refused(() => language.parse(`did "A" where ${'not '.repeat(20_000)}`)).code).toBe(
      'definition_text_invalid',
    );
  });

  it('that leads to itself, or to nothing, is refused', () => {
    const circle: Asking = {
      ...asking,
      segment: () => ({ name: 'x', definition: { version: 1, who: { kind: 'segment', segment: 2 } } }),
    };
    expect(refused(() => language.tree(language.parse('segment 1'), circle)).code).toBe('definition_circle');
    expect(refused(() => language.tree(language.parse('segment 9'), asking, 9)).code).toBe(
      'definition_circle',
    );
    expect(refused(() => language.tree(language.parse('segment 8'), asking)).code).toBe('definition_refers');
    expect(language.tree(language.parse('segment 7'), asking, 1)).toEqual(language.tree(baby, asking));
  });

  it('may not look further back than its events are kept', () => {
    const now = new Date('2026-11-26T00:00:00Z');
    const look = (text: string) => () =>
      refuseTooFar(
        language.tree(language.parse(text), asking),
        [{ kind: 'Product Viewed', months: 12 }],
        now,
        'Asia/Shanghai',
      );
    const pages = () =>
      refuseTooFar(
        language.tree(language.parse('did page "Home" or did "Home" in last 1 day'), asking),
        [{ kind: 'page', months: 12 }],
        now,
        'UTC',
      );
    expect(refused(pages).code).toBe('definition_too_far');
    expect(look('did "Product Viewed" in last 365 days')).not.toThrow();
    expect(look('did "Product Added"')).not.toThrow();
    expect(look('did "Product Viewed" since 2025-11-01')).toThrow('12 months');
    expect(look('did "Product Viewed" since 2025-11-02')).not.toThrow();
    for (const text of [
      'did "Product Viewed"',
      'did "Product Viewed" in last 366 days',
      'tag "a" or not sequence "A" then "Product Viewed" within 1 day',
      'did * in years 1 to 0 ago',
    ])
      expect(refused(look(text)).code).toBe('definition_too_far');
  });

  it('has a JSON schema, written in docs/: node scripts/definition-schema.ts', () => {
    const written = readFileSync(new URL('../../../docs/definition.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(language.schema())));
    for (const word of ['most_frequent', 'sequence', 'net_amount', 'calendar', 'consent'])
      expect(written).toContain(word);
  });
});
