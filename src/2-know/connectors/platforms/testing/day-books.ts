/** What a shop sold and gave back on each day of its zone, in fen: kept by the local shop, and worked out from what a connector brought. */
import type { Order, OrderRecord } from '#know/orders';
import type { Dice } from './random.ts';

export type DayBooks = Record<string, { orders: number; total: number; paid: number; refunded: number }>;

export const chinaDay = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

export function book(books: DayBooks, at: Date, more: Partial<DayBooks[string]>): void {
  const day = chinaDay(at);
  const present = books[day] ?? { orders: 0, total: 0, paid: 0, refunded: 0 };
  books[day] = present;
  for (const [name, amount] of Object.entries(more))
    present[name as keyof typeof present] += amount as number;
}

const totalOf = ({ lines, adjustments }: Order): number =>
  lines.reduce((sum, { amount, discount }) => sum + amount - discount, 0) +
  adjustments.reduce((sum, { amount }) => sum + amount, 0);

export function booksOf(orders: Iterable<Order>): DayBooks {
  const books: DayBooks = {};
  for (const order of orders) {
    book(books, order.placedAt, { orders: 1, total: totalOf(order) });
    for (const { at, amount } of order.payments) book(books, at, { paid: amount });
    for (const { at, amount } of order.refunds) book(books, at, { refunded: amount });
  }
  return books;
}

/** As the one way in for orders has it: an older version never overwrites a newer one. */
export class Shelf {
  readonly #records = new Map<string, OrderRecord>();
  /** All that came, in the order in which it came. */
  readonly came: OrderRecord[] = [];
  take(records: readonly OrderRecord[] = []): void {
    this.came.push(...records);
    for (const record of records) {
      const before = this.#records.get(record.order.platformId);
      if (!before || (record.version as Date) > (before.version as Date))
        this.#records.set(record.order.platformId, record);
    }
  }
  get orders(): Order[] {
    return [...this.#records.values()].map(({ order }) => order);
  }
  sorted(): Order[] {
    return this.orders.sort((one, other) => (one.platformId < other.platformId ? -1 : 1));
  }
  get(id: string): OrderRecord | undefined {
    return this.#records.get(id);
  }
}

/** The same records once more in any other order, some of them twice. */
export function againIn(chances: Dice, { came }: Shelf): Order[] {
  const mixed = [...came, ...came.filter(() => chances.chance(30))]
    .map((record) => ({ record, at: chances.whole(1, 1_000_000) }))
    .sort((one, other) => one.at - other.at);
  const shelf = new Shelf();
  for (const { record } of mixed) shelf.take([record]);
  return shelf.sorted();
}
