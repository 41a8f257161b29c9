/** The two real data sets: UCI Online Retail II (2009–2010) and dunnhumby's Complete Journey. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { Purchase } from './purchases.ts';

type Row = Record<string, string>;

async function purchasesIn(
  path: string,
  read: (row: Row) => { basket: string; customer: string | null; at: number; product: string } | null,
): Promise<Purchase[]> {
  const baskets = new Map<string, { customer: string | null; at: number; products: string[] }>();
  const rows = createReadStream(path)
    .pipe(createGunzip())
    .pipe(parse({ columns: true, relax_quotes: true }));
  for await (const row of rows) {
    const line = read(row as Row);
    if (!line) continue;
    const known = baskets.get(line.basket);
    if (known) known.products.push(line.product);
    else baskets.set(line.basket, { customer: line.customer, at: line.at, products: [line.product] });
  }
  return [...baskets.values()];
}

export const onlineRetail = (folder: string): Promise<Purchase[]> =>
  purchasesIn(`${folder}/shop/online_retail_II_2009_2010.csv.gz`, (row) => {
    if (row.Invoice?.startsWith('C') || !(Number(row.Quantity) > 0) || !(Number(row.Price) > 0)) return null;
    const at = Date.parse(`${row.InvoiceDate?.replace(' ', 'T')}Z`);
    return {
      basket: row.Invoice ?? '',
      customer: row['Customer ID'] || null,
      at,
      product: row.StockCode ?? '',
    };
  });

/** Its times are UTC, and its shops lie five hours behind: fewest receipts stand at 08:00, which is 3 in the morning there. */
const BEHIND_MS = 5 * 3_600_000;

export const completeJourney = (folder: string): Promise<Purchase[]> =>
  purchasesIn(`${folder}/shop/dunnhumby_transactions_sample.csv.gz`, (row) => ({
    basket: row.basket_id ?? '',
    customer: row.household_id ?? null,
    at: Date.parse(row.transaction_timestamp ?? '') - BEHIND_MS,
    product: row.product_id ?? '',
  }));
