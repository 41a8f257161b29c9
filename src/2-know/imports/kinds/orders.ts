/**
 * Orders in rows: a line of an order in each, or an order in each, or both in several files. What is said of the order stands in all of its
 * rows or in the first; rows of one order need not stand together.
 */
import type { Batch, Rejected } from '../preset.ts';
import { Gathered } from '../reading/gather.ts';
import { type Filled, type Kind, refused, type Setting } from './kind.ts';
import { ORDER_FIELDS } from './order-fields.ts';
import { isLine, recordOf } from './order-of-rows.ts';

const AT_ONCE = 400;

export const orders: Kind = {
  name: 'orders',
  title: { en: 'Orders', zh: '订单' },
  fields: ORDER_FIELDS,
  needed: ['order_number'],
  async *batches(rows, setting): AsyncGenerator<Batch> {
    const gathered = new Gathered<Filled>({ folder: setting.folder, weigh });
    try {
      let rejected: Rejected[] = [];
      let read = 0;
      for await (const row of rows) {
        read++;
        const number = row.values.order_number ?? '';
        if (number !== '') {
          const writing = gathered.add(number, row);
          if (writing) await writing;
          continue;
        }
        rejected.push(refused(row, 'import_value_missing', 'order_number'));
        if (rejected.length < AT_ONCE) continue;
        yield { read: { lines: rejected.length }, rejected };
        rejected = [];
      }
      if (rejected.length > 0 || read === 0) yield { read: { lines: rejected.length }, rejected };
      yield* ordersOf(gathered.groups(), setting);
    } finally {
      await gathered.close();
    }
  },
};

const weigh = ({ values, raw }: Filled): number => {
  let sum = 0;
  for (const name in values) sum += (values[name] as string).length + name.length;
  for (const name in raw) sum += (raw[name] as string).length + name.length;
  return sum;
};

/** Of rows that are together already. */
export async function* ordersOf(
  gathered: AsyncIterable<readonly [string, Filled[]]>,
  setting: Setting,
): AsyncGenerator<Batch> {
  let batch = empty();
  for await (const [, rows] of gathered) {
    const found = recordOf(rows, setting);
    if ('code' in found) {
      const reason = found;
      // An order is taken whole or not at all: half of one would be a wrong figure.
      batch.rejected.push(...rows.map((row) => refused(row, reason.code, reason.field)));
      batch.refusedOrders++;
    } else batch.orders.push(found);
    batch.rows += rows.length;
    batch.lines += rows.filter(({ values }) => isLine(values)).length;
    if (batch.orders.length + batch.rejected.length < AT_ONCE) continue;
    yield asBatch(batch);
    batch = empty();
  }
  if (batch.rows > 0) yield asBatch(batch);
}

type Gathering = {
  orders: NonNullable<Batch['orders']>[number][];
  rejected: Rejected[];
  refusedOrders: number;
  rows: number;
  lines: number;
};

const empty = (): Gathering => ({ orders: [], rejected: [], refusedOrders: 0, rows: 0, lines: 0 });

const asBatch = ({ orders: taken, rejected, refusedOrders, lines }: Gathering): Batch => ({
  orders: taken,
  rejected,
  read: { orders: taken.length + refusedOrders, lines },
  refused: { orders: refusedOrders, lines: Math.min(lines, rejected.length) },
});
