/** Everything into files of a folder: what the product may read beside what it never does. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from '../catalogue/product.ts';
import type { Order } from '../shop/order.ts';
import type { Intent, Out, Truth } from '../shop/out.ts';
import type { World } from '../world/world.ts';
import { ByteWriter } from './byte-writer.ts';
import { Held } from './held.ts';
import { PRODUCT_COLUMNS, productRows, SHOPIFY_ORDERS } from './shopify-csv.ts';

export const FILES = { events: 'events.jsonl', intents: 'intents.jsonl', truth: 'truth.jsonl' } as const;
export const PRODUCTS_FILE = 'products_export.csv';
/** How orders are written down: as an export that people know, or as a door takes them. */
export type OrderShape = {
  files: { orders: string; marketplace: string };
  header: string | null;
  /** `until`: what happens later is not known yet. */
  row(world: World, products: readonly Product[], order: Order, until: number): string;
};
export type FileName = keyof typeof FILES | keyof OrderShape['files'];
export type Lengths = Record<FileName, number>;

export type Counts = { events: number; orders: number; intents: number; truths: number };

export class FileOut implements Out {
  readonly counts: Counts;
  readonly #files: Record<FileName, ByteWriter>;
  readonly #world: World;
  readonly #until: number;
  readonly #shape: OrderShape;
  #products: readonly Product[] = [];
  /** Late ones, until they arrive. */
  readonly held: Held;

  constructor(
    folder: string,
    world: World,
    {
      until,
      lengths,
      counts,
      held,
      shape = SHOPIFY_ORDERS,
    }: { until: number; lengths?: Lengths; counts?: Counts; held?: Held; shape?: OrderShape },
  ) {
    mkdirSync(folder, { recursive: true });
    this.#world = world;
    this.#until = until;
    this.#shape = shape;
    this.counts = counts ?? { events: 0, orders: 0, intents: 0, truths: 0 };
    this.held = held ?? new Held();
    this.#files = Object.fromEntries(
      Object.entries({ ...FILES, ...shape.files }).map(([name, file]) => [
        name,
        new ByteWriter(join(folder, file), lengths?.[name as FileName]),
      ]),
    ) as Record<FileName, ByteWriter>;
    if (!lengths) this.empty();
  }

  /** Events and orders begin anew: those before were taken in elsewhere. */
  empty(): void {
    this.#files.events.empty();
    for (const file of [this.#files.orders, this.#files.marketplace]) {
      file.empty();
      if (this.#shape.header !== null) file.text(this.#shape.header);
    }
  }

  sells(products: readonly Product[]): void {
    this.#products = products;
  }

  event(line: string, at: number, skew: number, isLate: boolean): void {
    if (isLate) this.held.keep(line, at, skew);
    else this.#write(line);
  }

  passed(until: number): void {
    for (const { line } of this.held.due(until)) this.#write(line);
  }

  #write(line: string): void {
    this.counts.events++;
    this.#files.events.bytes(line);
  }

  order(order: Order, at: number): void {
    // A row knows of refunds up to the end of the run.
    if (at !== order.at) return;
    this.counts.orders++;
    this.#files[order.channel === 'own' ? 'orders' : 'marketplace'].text(
      this.#shape.row(this.#world, this.#products, order, this.#until),
    );
  }

  intent(intent: Intent): void {
    this.counts.intents++;
    this.#files.intents.text(JSON.stringify(intent));
  }

  truth(record: Truth): void {
    this.counts.truths++;
    this.#files.truth.text(JSON.stringify(record));
  }

  settle(): Lengths {
    return Object.fromEntries(
      Object.entries(this.#files).map(([name, file]) => [name, file.settle()]),
    ) as Lengths;
  }

  close(): void {
    for (const file of Object.values(this.#files)) file.close();
  }
}

export function writeProducts(folder: string, world: World, products: readonly Product[]): string {
  const path = join(folder, PRODUCTS_FILE);
  const rows = products.map((product) => productRows(world, product));
  writeFileSync(path, `${[PRODUCT_COLUMNS.join(','), ...rows].join('\n')}\n`);
  return path;
}
