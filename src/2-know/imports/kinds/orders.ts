/**
 * Orders in rows: a line of an order in each, or an order in each, or both in several files. What is said of the order stands in all of its
 * rows or in the first; rows of one order need not stand together.
 */
import type { Batch, Rejected } from '../preset.ts';
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
    const gathered = new Map<string, Filled[]>();
    const rejected: Rejected[] = [];
    let read = 0;
    for await (const row of rows) {
      read++;
      const number = row.values.order_number ?? '';
      if (number === '') {
        rejected.push(refused(row, 'import_value_missing', 'order_number'));
        continue;
      }
      const known = gathered.get(number);
      if (known) known.push(row);
      else gathered.set(number, [row]);
    }
    if (rejected.length > 0 || read === 0) yield { read: { lines: rejected.length }, rejected };
    yield* inBatches(gathered, setting);
  },
};

function* inBatches(gathered: ReadonlyMap<string, Filled[]>, setting: Setting): Generator<Batch> {
  let batch = empty();
  for (const rows of gathered.values()) {
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
