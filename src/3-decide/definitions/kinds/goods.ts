/** What was bought, by product or category: lines of orders, less what was cancelled and returned. */
import { z } from 'zod';
import { numberTest, text, window } from '../ast.ts';
import { conditionKind } from '../kind.ts';
import type { Question } from '../question.ts';
import { parseList, parseTest, parseWindow, printTest, printWindow } from '../text/parts.ts';
import { sayTest, sayWindow } from '../words/phrases.ts';
import { put, quoted, type Said, said } from '../words/said.ts';
import { amountIn, currency, wholeTest } from './money.ts';

const about = {
  kind: z.literal('goods'),
  /** Our numbers of products; */
  products: z.array(z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)).min(1).max(1000).optional(),
  /** or a category with those below it: `Tea / Green tea`. */
  category: text(500).optional(),
  in: window.optional(),
};
const schema = z
  .union([
    z.strictObject({ ...about, measure: z.literal('pieces'), is: numberTest }),
    z.strictObject({ ...about, measure: z.literal('amount'), currency, is: wholeTest }),
  ])
  .refine(({ products, category }) => products === undefined || category === undefined, 'goods_twice');
type Goods = z.output<typeof schema>;

const LINES = ['gross', 'returned', 'cancelled'];

export const goods = conditionKind<Goods>({
  kind: 'goods',
  schema,
  begins: ['goods'],
  tree({ products, category, in: window = null, measure, is, ...rest }, asking) {
    const among = category === undefined ? (products ?? null) : (asking.productsWithin(category) ?? []);
    return {
      question: {
        of: {
          from: 'entries',
          counted: measure === 'pieces' ? LINES : [],
          added: measure === 'amount' ? [...LINES, 'discount'] : [],
          sign: 1,
          channels: null,
          countries: null,
          campaigns: null,
          currency: 'currency' in rest ? rest.currency : null,
          products: among,
        },
        window,
        measure: { of: measure === 'pieces' ? 'count' : 'sum' },
        test: is,
      } as Question,
    };
  },
  say(condition) {
    const what = sayGoods(condition);
    const when = sayWindow(condition.in);
    return 'currency' in condition
      ? put(
          said('the amount bought of {0}{1} {2}', '{1}购买{0}的金额{2}'),
          what,
          when,
          sayTest(condition.is, amountIn(condition.currency)),
        )
      : put(
          said('the number of pieces bought of {0}{1} {2}', '{1}购买{0}的件数{2}'),
          what,
          when,
          sayTest(condition.is),
        );
  },
  print(condition) {
    const money = 'currency' in condition ? ` ${condition.currency}` : '';
    const products = condition.products ? ` products (${condition.products.join(', ')})` : '';
    const category =
      condition.category === undefined ? '' : ` category ${JSON.stringify(condition.category)}`;
    return `goods ${condition.measure}${money}${products}${category}${printWindow(condition.in)} ${printTest(condition.is)}`;
  },
  parse(reader) {
    const measure = reader.oneOf(['pieces', 'amount']);
    const money = measure === 'amount' ? { currency: reader.value('word').value } : {};
    const products = reader.takes('products') ? parseList(reader, (inner) => inner.whole()) : undefined;
    const category = reader.takes('category') ? reader.value('text').value : undefined;
    const within = parseWindow(reader);
    return {
      kind: 'goods',
      measure,
      ...money,
      ...(products && { products }),
      ...(category !== undefined && { category }),
      ...(within && { in: within }),
      is: parseTest(reader),
    };
  },
});

function sayGoods({ products, category }: Goods): Said {
  if (category !== undefined) return quoted(category);
  if (!products) return said('anything', '任意商品');
  return said(`product ${products.join(', ')}`, `商品 ${products.join('、')}`);
}
