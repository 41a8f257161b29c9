import { describe, expect, it } from 'vitest';
import { givenOrder } from './send/given-order.ts';
import type { Truth } from './shop/out.ts';
import { aYear } from './testing.ts';
import { SHOPIFY_ORDERS } from './write/shopify-csv.ts';

const { out, simulation } = aYear({ customers: 200, days: 100 });
const { world, products } = simulation.shop;
const moment = Date.parse('2030-01-01');
const sent = [
  ...out.events.map(({ line }) => Buffer.from(line, 'latin1').toString()),
  ...out.orders.map(({ order }) => SHOPIFY_ORDERS.row(world, products, order, moment)),
  ...out.orders.map(({ order }) =>
    JSON.stringify(givenOrder(world, products, order, { told: moment, latest: moment })),
  ),
  ...out.intents.map((intent) => JSON.stringify(intent)),
].join('\n');

/** Words that the world uses for what is hidden. */
const HIDDEN_WORDS = [
  ...new Set([
    ...world.rhythms
      .map(({ family }) => family)
      .filter((family) => family !== 'weekly' && family !== 'monthly'),
    ...world.lifecycle.deaths.map(({ family }) => family),
    ...world.delivery.troubles.map(({ id }) => id),
    'one_and_done',
    'bad_experience',
    'holdout',
    'treated',
    'elasticity',
    'person-',
    'farm',
    'scanner',
    'everyday',
  ]),
];

/** Numbers of the truth that are long enough to be nobody's by chance. */
function hiddenNumbers(record: Truth): string[] {
  return [record.gap, record.elasticity, record.delta]
    .filter((value) => typeof value === 'number' && value !== 0)
    .map((value) => String(Math.abs(value as number)).slice(0, 8))
    .filter((text) => /\d\.\d{5}/.test(text));
}

describe('the truth', () => {
  it.each(HIDDEN_WORDS)('never says %s to the product', (word) => {
    expect(sent.toLowerCase().includes(word)).toBe(false);
  });

  it('never sends a hidden number', () => {
    const numbers = [...new Set(out.truths.flatMap(hiddenNumbers))];
    expect(numbers.length).toBeGreaterThan(200);
    // Whatever looks like such a number, cut to the same length.
    const shown = new Set((sent.match(/\d+\.\d{5,}/g) ?? []).map((text) => text.slice(0, 8)));
    expect(numbers.filter((number) => shown.has(number))).toEqual([]);
  });

  it('gives two accounts of a person, and a couple, nothing in common but what they show', () => {
    const double = out.truths.filter(({ users }) => (users as string[] | undefined)?.length === 2);
    for (const { users } of double) {
      const [one, two] = users as [string, string];
      expect(one.slice(1, 5)).not.toBe(two.slice(1, 5));
    }
    const ids = new Set(out.read().map(({ messageId }) => messageId.slice(0, 8)));
    expect(ids.size).toBeGreaterThan(out.events.length * 0.97);
  });

  it('is found by this test where it does leak', () => {
    const record = out.truths.find(({ what }) => what === 'person') as Truth;
    expect(`${sent}${JSON.stringify(record)}`.includes(hiddenNumbers(record)[0] as string)).toBe(true);
  });
});
