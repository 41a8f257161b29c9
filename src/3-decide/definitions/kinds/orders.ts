/** Orders, as `know/orders` counts them: what was cancelled, refunded or changed later is taken off where it was counted. */
import { z } from 'zod';
import { numberTest, text, window } from '../ast.ts';
import { conditionKind } from '../kind.ts';
import type { OfEntries, Question } from '../question.ts';
import { parseList, parseTest, parseWindow, printTest, printWindow } from '../text/parts.ts';
import type { Reader } from '../text/reader.ts';
import { sayTest, sayTimes, sayWindow } from '../words/phrases.ts';
import { put, type Said, said } from '../words/said.ts';
import { amountIn, currency, wholeTest } from './money.ts';

const list = <T extends z.ZodType>(one: T) => z.array(one).min(1).max(1000).optional();
const about = {
  kind: z.literal('orders'),
  channels: list(z.number().int().min(1).max(1e9)),
  /** Where they go: ISO 3166. */
  countries: list(z.string().regex(/^[A-Z]{2}$/)),
  campaigns: list(text(200)),
  in: window.optional(),
};
const schema = z.union([
  z.strictObject({ ...about, measure: z.enum(['placed', 'kept']), is: numberTest }),
  z.strictObject({
    ...about,
    /** Minor units of the currency: totals of orders placed or kept, their average, what of it was not given back, what was. */
    measure: z.enum(['placed_amount', 'kept_amount', 'average_amount', 'net_amount', 'refunded_amount']),
    currency,
    is: wholeTest,
  }),
]);
type Orders = z.output<typeof schema>;

type Meaning = {
  of: 'count' | 'sum' | 'average';
  counted: string[];
  added: string[];
  sign: 1 | -1;
  says: Said;
};

const MEANINGS: Record<Orders['measure'], Meaning> = {
  placed: { of: 'count', counted: ['placed'], added: [], sign: 1, says: said('placed an order', '下单') },
  kept: {
    of: 'count',
    counted: ['kept'],
    added: [],
    sign: 1,
    says: said('placed an order that was kept', '下单且未取消'),
  },
  placed_amount: {
    of: 'sum',
    counted: [],
    added: ['placed'],
    sign: 1,
    says: said('the total of orders placed', '下单总额'),
  },
  kept_amount: {
    of: 'sum',
    counted: [],
    added: ['kept'],
    sign: 1,
    says: said('the total of orders kept', '有效订单总额'),
  },
  average_amount: {
    of: 'average',
    counted: ['kept'],
    added: ['kept'],
    sign: 1,
    says: said('the average order kept', '有效订单平均金额'),
  },
  net_amount: {
    of: 'sum',
    counted: [],
    added: ['kept', 'refund'],
    sign: 1,
    says: said('what was spent less refunds', '扣除退款后的消费额'),
  },
  refunded_amount: {
    of: 'sum',
    counted: [],
    added: ['refund'],
    sign: -1,
    says: said('what was refunded', '退款总额'),
  },
};
const MEASURES = Object.keys(MEANINGS) as Orders['measure'][];

export const orders = conditionKind<Orders>({
  kind: 'orders',
  schema,
  begins: ['orders'],
  tree({ measure, channels = null, countries = null, campaigns = null, in: window = null, is, ...rest }) {
    const { says: _, of, ...entries } = MEANINGS[measure];
    const asked: OfEntries = {
      from: 'entries',
      ...entries,
      channels,
      countries,
      campaigns,
      currency: 'currency' in rest ? rest.currency : null,
      products: null,
    };
    return { question: { of: asked, window, measure: { of }, test: is } as Question };
  },
  say(condition) {
    const { says } = MEANINGS[condition.measure];
    const when = sayWindow(condition.in);
    const where = sayWhere(condition);
    if (!('currency' in condition)) {
      if (condition.is.op === 'is' && condition.is.value === 0)
        return put(said('never {0}{1}{2}', '{2}从未{0}{1}'), says, where, when);
      return put(said('{0}{1}{2} {3}', '{2}{0}{1}{3}'), says, where, when, sayTimes(condition.is));
    }
    return put(
      said('{0}{1}{2} {3}', '{2}{0}{1}{3}'),
      says,
      where,
      when,
      sayTest(condition.is, amountIn(condition.currency)),
    );
  },
  print(condition) {
    const money = 'currency' in condition ? ` ${condition.currency}` : '';
    const lists = [
      condition.channels && ` channels (${condition.channels.join(', ')})`,
      condition.countries &&
        ` countries (${condition.countries.map((one) => JSON.stringify(one)).join(', ')})`,
      condition.campaigns &&
        ` campaigns (${condition.campaigns.map((one) => JSON.stringify(one)).join(', ')})`,
    ];
    return `orders ${condition.measure}${money}${lists.map((one) => one ?? '').join('')}${printWindow(condition.in)} ${printTest(condition.is)}`;
  },
  parse(reader) {
    const measure = reader.oneOf(MEASURES);
    const money = measure.endsWith('_amount') ? { currency: reader.value('word').value } : {};
    const texts = (inner: Reader): string => inner.value('text').value;
    const channels = reader.takes('channels') ? parseList(reader, (inner) => inner.whole()) : undefined;
    const countries = reader.takes('countries') ? parseList(reader, texts) : undefined;
    const campaigns = reader.takes('campaigns') ? parseList(reader, texts) : undefined;
    const within = parseWindow(reader);
    return {
      kind: 'orders',
      measure,
      ...money,
      ...(channels && { channels }),
      ...(countries && { countries }),
      ...(campaigns && { campaigns }),
      ...(within && { in: within }),
      is: parseTest(reader),
    };
  },
});

function sayWhere({ channels, countries, campaigns }: Orders): Said {
  const parts = [
    channels && said(` on channel ${channels.join(', ')}`, `（渠道 ${channels.join('、')}）`),
    countries && said(` to ${countries.join(', ')}`, `（寄往 ${countries.join('、')}）`),
    campaigns && said(` through ${campaigns.join(', ')}`, `（来自 ${campaigns.join('、')}）`),
  ].flatMap((part) => part ?? []);
  return said(parts.map(({ en }) => en).join(''), parts.map(({ zh }) => zh).join(''));
}
