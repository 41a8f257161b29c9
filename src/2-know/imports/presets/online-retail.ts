/**
 * UCI Online Retail and Online Retail II (Chen, 2012; CC BY 4.0): lines of invoices of a British shop. Invoice `C…` is a credit note, `A…` a
 * booking (bad debt); a line without a customer is a guest's. Lines of an invoice need not stand together.
 */
import { soldAs } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import { channelCustomer, type Order, type OrderLine, type OrderRecord } from '#know/orders';
import { minorAmount } from '#platform/money';
import { countryOf } from '../country-of.ts';
import { instantIn } from '../instant-in.ts';
import type { Batch, Preset, Rejected } from '../preset.ts';
import { folderOf, Gathered } from '../reading/gather.ts';
import type { Row } from '../reading/read-rows.ts';
import { rowsOf } from '../reading/rows-of.ts';

const AT_ONCE = 400;

type Line = {
  invoice: string;
  code: string;
  title: string;
  quantity: number;
  price: string;
  /** Milliseconds since 1970. */
  at: number;
  customer: string;
  country: string;
};

/** Codes that are no goods: they lead no list of best sellers. */
const KINDS: Readonly<Record<string, OrderLine['sold']['kind']>> = {
  POST: 'postage',
  DOT: 'postage',
  C2: 'postage',
  C3: 'postage',
  'BANK CHARGES': 'fee',
  AMAZONFEE: 'fee',
  CRUK: 'fee',
  M: 'adjustment',
  D: 'adjustment',
  S: 'adjustment',
  B: 'adjustment',
  ADJUST: 'adjustment',
  ADJUST2: 'adjustment',
  TEST001: 'adjustment',
  TEST002: 'adjustment',
  GIFT: 'fee',
};
const kindOf = (code: string): OrderLine['sold']['kind'] =>
  KINDS[code.toUpperCase()] ?? (/^gift_/i.test(code) ? 'fee' : 'goods');

export const onlineRetail: Preset = {
  name: 'online-retail',
  title: { en: 'UCI Online Retail', zh: 'UCI Online Retail 数据集' },
  takes: { en: 'One year of it: CSV or XLSX.', zh: '其中一年的数据：CSV 或 XLSX。' },
  channel: { name: 'Online Retail', platform: 'own', currency: 'GBP', zone: 'Europe/London', country: 'GB' },
  async *read(path, channel, { most = Infinity } = {}): AsyncGenerator<Batch> {
    const invoices = new Gathered<Line>({ folder: folderOf(path), weigh });
    try {
      const titles = new Map<string, string>();
      const customers = new Set<string>();
      let rejected: Rejected[] = [];
      for await (const row of rowsOf(path)) {
        if (row.number > most) break;
        const line = lineOf(row, channel.zone);
        if ('code' in line && 'field' in line) {
          rejected.push({ ...line, file: '', row: row.number, raw: row.values } as Rejected);
          if (rejected.length < AT_ONCE) continue;
          yield { rejected, read: { lines: rejected.length } };
          rejected = [];
          continue;
        }
        const added = invoices.add(line.invoice, line);
        if (added) await added;
        if (line.customer !== '') customers.add(line.customer);
        if (!titles.get(line.code)) titles.set(line.code, line.title);
      }
      const sold = [...titles].map(([code, title]) =>
        soldAs({ platformId: code, sku: code, title, kind: kindOf(code) }),
      );
      yield {
        sold,
        rejected,
        read: { lines: rejected.length, products: sold.length, customers: customers.size },
      };
      yield* inBatches(invoices.groups(), titles, channel);
    } finally {
      await invoices.close();
    }
  },
};

const weigh = ({ code, title, price, country }: Line): number =>
  40 + code.length + title.length + price.length + country.length;

async function* inBatches(
  invoices: AsyncIterable<readonly [string, Line[]]>,
  titles: ReadonlyMap<string, string>,
  channel: ChannelRow,
): AsyncGenerator<Batch> {
  let orders: OrderRecord[] = [];
  let read: Record<string, number> = {};
  const count = (table: string, by = 1): void => {
    read[table] = (read[table] ?? 0) + by;
  };
  for await (const [invoice, lines] of invoices) {
    orders.push(recordOf(invoice, lines, titles, channel));
    count(invoice.startsWith('C') ? 'cancellations' : invoice.startsWith('A') ? 'adjustments' : 'orders');
    count('lines', lines.length);
    count('guest_lines', lines.filter(({ customer }) => customer === '').length);
    if (orders.length < AT_ONCE) continue;
    yield { orders, read };
    orders = [];
    read = {};
  }
  if (orders.length > 0) yield { orders, read };
}

type Refusal = { code: Rejected['code']; field: string };

/** Both editions: `Invoice`/`InvoiceNo`, `Price`/`UnitPrice`, `Customer ID`/`CustomerID`. */
function lineOf({ values }: Row, zone: string): Line | Refusal {
  const text = (...names: string[]): string =>
    names
      .map((name) => values[name])
      .find((value) => value !== undefined)
      ?.trim() ?? '';
  const invoice = text('Invoice', 'InvoiceNo');
  const code = text('StockCode');
  const quantity = Number(text('Quantity'));
  const price = text('Price', 'UnitPrice');
  const at = instantIn(text('InvoiceDate'), zone);
  if (invoice === '') return { code: 'import_value_missing', field: 'Invoice' };
  if (code === '') return { code: 'import_value_missing', field: 'StockCode' };
  if (!Number.isSafeInteger(quantity) || Math.abs(quantity) > 1e6)
    return { code: 'import_number_invalid', field: 'Quantity' };
  if (!/^-?\d{1,9}(\.\d{1,6})?$/.test(price)) return { code: 'import_number_invalid', field: 'Price' };
  if (!at) return { code: 'import_time_invalid', field: 'InvoiceDate' };
  return {
    invoice,
    code,
    title: text('Description'),
    quantity,
    price,
    at: at.getTime(),
    // Spreadsheets make a number of it: 13085.0
    customer: text('Customer ID', 'CustomerID').replace(/\.0$/, ''),
    country: text('Country'),
  };
}

function recordOf(
  invoice: string,
  lines: readonly Line[],
  titles: ReadonlyMap<string, string>,
  channel: ChannelRow,
): OrderRecord {
  const { customer = '', country = '' } = lines.find((line) => line.customer !== '') ?? {};
  const placedAt = new Date(lines.reduce((first, { at }) => Math.min(first, at), Infinity));
  const kind: Order['kind'] = invoice.startsWith('C')
    ? 'credit'
    : invoice.startsWith('A')
      ? 'adjustment'
      : 'sale';
  return {
    order: {
      platformId: invoice,
      number: invoice,
      kind,
      placedAt,
      currency: channel.currency,
      test: false,
      taxIncluded: true,
      lines: lines.map((line, index) => ({
        platformId: String(index + 1),
        sold: soldAs({
          platformId: line.code,
          sku: line.code,
          title: line.title || (titles.get(line.code) ?? ''),
          kind: kindOf(line.code),
        }),
        quantity: line.quantity,
        unitPrice: line.price,
        amount: minorAmount(line.price, line.quantity, channel.currency),
        discount: 0,
      })),
      adjustments: [],
      payments: [],
      refunds: [],
      cancelledAt: null,
      cancelReason: null,
      fulfilment: 'fulfilled',
      completedAt: placedAt,
      campaign: null,
      country: countryOf(country),
    },
    buyer: {
      identifiers: customer === '' ? [] : [channelCustomer(channel, customer)],
      traits: customer === '' ? {} : { address: { country } },
      details: {},
    },
    version: null,
    rank: 'file',
  };
}
