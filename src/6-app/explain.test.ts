import { describe, expect, it } from 'vitest';
import type { Subscriber } from '#platform/log';
import { explain, namesHeard } from './explain.ts';

const hearing = (name: string, hears: Subscriber['hears']): Subscriber => ({
  name,
  hears,
  startsAt: 'now',
  on: async () => {},
});
const modules = [
  {
    name: 'know/orders',
    subscribers: [hearing('know/orders: keep revenue', ['Order Completed', 'Order Refunded'])],
  },
  { name: 'know/catalogue' },
  {
    name: 'act/points',
    subscribers: [hearing('act/points: earn', ['Order Completed']), hearing('act/points: count', '*')],
  },
];

describe('who hears an event', () => {
  it('is told in the order of the wiring, with those who hear everything', () => {
    expect(explain(modules, 'Order Completed').map((hearer) => hearer.subscriber)).toEqual([
      'know/orders: keep revenue',
      'act/points: earn',
      'act/points: count',
    ]);
  });

  it('is, for a name nobody asks for, only who hears everything', () => {
    expect(explain(modules, 'Product Viewed')).toEqual([
      { module: 'act/points', subscriber: 'act/points: count', everything: true },
    ]);
  });

  it('can be asked for every name that is heard', () => {
    expect(namesHeard(modules)).toEqual(['Order Completed', 'Order Refunded']);
  });
});
