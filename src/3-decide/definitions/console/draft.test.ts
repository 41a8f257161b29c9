import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Node } from '../ast.ts';
import { createLanguage } from '../language.ts';
import { faultsOf, queryOf, type Row, written } from './draft.ts';
import { isShown } from './shown.ts';

const RUNS = process.env.REGULARS_NIGHT ? 20_000 : 500;
const TAGS = ['a', 'b', 'c', 'd'];

const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...TAGS).map((tag): Node => ({ kind: 'tag', tag })),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((all): Node => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map((any): Node => ({ any })),
    tie('node').map((not): Node => ({ not })),
  ),
}));

function holds(of: Node, tags: readonly string[]): boolean {
  if ('kind' in of) return tags.includes((of as Condition).tag as string);
  if ('not' in of) return !holds(of.not as Node, tags);
  return 'all' in of
    ? (of.all as Node[]).every((part) => holds(part, tags))
    : (of.any as Node[]).some((part) => holds(part, tags));
}

const language = createLanguage();
const backFrom = (text: string) => {
  const { definition } = written(queryOf(language.parse(text)));
  return definition && language.print(definition);
};

describe('a definition in rows', () => {
  it('means the same when it is written again', () => {
    fc.assert(
      fc.property(node, fc.subarray(TAGS), (who, tags) => {
        const { definition } = written(queryOf({ version: 1, who }));
        expect(holds(definition?.who as Node, tags)).toBe(holds(who, tags));
      }),
      { numRuns: RUNS },
    );
    console.log(`rows: ${RUNS} runs`);
  });

  it.each([
    'did "Product Viewed" in last 7 days',
    '(tag "a" and not tag "b")',
    'not (tag "a" or (tag "b" and orders placed >= 2))',
    'did "Product Viewed" where (price > 3 and not (brand is "A" or brand is "B"))',
    'did "Product Viewed" from 2026-11-11T00:00:00Z until 2026-11-12T00:00:00Z',
  ])('comes back as it was: %s', (text) => {
    expect(backFrom(text)).toBe(text);
  });

  it('that is not finished is none', () => {
    const query = queryOf(language.parse('(tag "a" and tag "b")'));
    const [, second] = query.rules;
    expect(written(query).definition).not.toBeNull();
    (second as { value: Row }).value.condition = { kind: 'tag', tag: '' };
    expect(written(query).definition).toBeNull();
    expect(written({ ...query, rules: [] }).definition).toBeNull();
  });

  it('knows which row a fault is about', () => {
    const query = queryOf(language.parse('(tag "a" or not (tag "b" and not orders placed between 1 and 2))'));
    const { places } = written(query);
    const inner = query.rules[1] as typeof query;
    const faults = faultsOf(
      [{ field: 'who.any.1.not.all.1.not.is.value', message: 'pair_backwards' }],
      places,
    );
    expect([...faults]).toEqual([[inner.rules[1]?.id, 'pair_backwards']]);
  });
});

describe('a row of inputs', () => {
  it.each([
    ['count "Product Viewed" where (price > 3 and brand is "A") in this month >= 2', true],
    ['did "Product Viewed" where not brand is "A"', false],
    ['did "Product Viewed" where (price > 3 and (brand is "A" or brand is "B"))', false],
    ['did "Product Viewed" from 2026-11-11T00:00:00Z until 2026-11-12T00:00:00Z', false],
    ['sequence "A" then "B" where x is 1 within 2 hours', true],
    ['sequence "A" then "B" where not x is 1 within 2 hours', false],
    ['orders net_amount CNY channels (1) countries ("CN") in last 90 days >= 50000', true],
  ])('is there for %s: %s', (text, shown) => {
    expect(isShown(language.parse(text).who as Condition)).toBe(shown);
  });

  it('is not there for a kind that somebody above brought along', () => {
    expect(isShown({ kind: 'stage', stage: 'loyal' })).toBe(false);
  });
});
