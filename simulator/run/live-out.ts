/** What happens now, until its moment comes; then it is sent. The truth, and what the product has no door for, go to files. */
import type { Order } from '../shop/order.ts';
import type { Intent, Out, Truth } from '../shop/out.ts';
import type { FileOut } from '../write/file-out.ts';
import { Held, type Late } from '../write/held.ts';

export type Placed = { order: Order; at: number };

export class LiveOut implements Out {
  readonly held: Held;
  readonly #files: FileOut;
  #orders: Placed[] = [];

  constructor(files: FileOut, waiting: readonly Late[]) {
    this.#files = files;
    this.held = new Held(waiting);
  }

  event(line: string, at: number, skew: number): void {
    this.#files.counts.events++;
    this.held.keep(line, at, skew);
  }

  order(order: Order, at: number): void {
    if (at === order.at) this.#files.counts.orders++;
    this.#orders.push({ order, at });
  }

  intent(intent: Intent): void {
    this.#files.intent(intent);
  }

  truth(record: Truth): void {
    this.#files.truth(record);
  }

  passed(): void {}

  /** Orders placed, cancelled or refunded since it was asked last. */
  orders(): Placed[] {
    const placed = this.#orders;
    this.#orders = [];
    return placed;
  }
}
