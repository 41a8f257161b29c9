/** What a new condition of a kind begins as: what people ask most often, or empty where only they can know. */
import type { Condition } from '../ast.ts';

const lastDays = (n: number) => ({ last: { n, unit: 'day' } });
const ONE_OR_MORE = { op: 'at_least', value: 1 };

const BEGUN: Record<string, Omit<Condition, 'kind'>> = {
  event: { event: 'Product Viewed', in: lastDays(7), measure: 'count', is: ONE_OR_MORE },
  sequence: {
    steps: [{ event: 'Product Viewed' }, { event: 'Product Added' }],
    within: { n: 2, unit: 'hour' },
  },
  orders: { measure: 'placed', in: lastDays(30), is: ONE_OR_MORE },
  goods: { measure: 'pieces', in: lastDays(365), is: ONE_OR_MORE },
  trait: { trait: '', is: { op: 'is', value: '' } },
  attribute: { attribute: '', is: { op: 'is', value: '' } },
  tag: { tag: '' },
  consent: { purpose: 'marketing', channel: 'email', is: 'granted' },
  segment: { segment: null },
};

export const begun = (kind: string): Condition => ({ kind, ...structuredClone(BEGUN[kind]) });
