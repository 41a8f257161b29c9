/** All rows of one order, and what they come to. What a file does not say is worked out from the rest; what contradicts itself is levelled out. */
import { soldAs } from '#know/catalog';
import { channelCustomer, type Order, type OrderLine, type OrderRecord } from '#know/orders';
import type { ErrorCode } from '#platform/errors';
import type { JsonObject } from '#platform/log';
import { decimalsOf, minorAmount } from '#platform/money';
import { countryOf } from '../country-of.ts';
import { instantIn } from '../instant-in.ts';
import type { Filled, Setting, Values } from './kind.ts';
import { stateIn } from './order-states.ts';
import { clean, decimalIn, wholeIn, yesIn } from './values.ts';

export type Refusal = { code: ErrorCode; field: string };
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(code: ErrorCode, field: string) {
    super(field);
    this.refusal = { code, field };
  }
}

const LINE_FIELDS = [
  'line_id',
  'product_id',
  'variant_id',
  'sku',
  'title',
  'quantity',
  'unit_price',
  'line_amount',
];
export const isLine = (values: Values): boolean => LINE_FIELDS.some((name) => (values[name] ?? '') !== '');

export function recordOf(rows: readonly Filled[], setting: Setting): OrderRecord | Refusal {
  try {
    return recordFrom(
      rows.map(({ values }) => values),
      setting,
    );
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function recordFrom(rows: readonly Values[], setting: Setting): OrderRecord {
  const said = (name: string): string =>
    rows.map((values) => values[name] ?? '').find((value) => value !== '') ?? '';
  const { channel } = setting;
  const currency = said('currency').toUpperCase();
  if (currency !== '' && currency !== channel.currency)
    throw new Refused('import_currency_other', 'currency');
  const order = orderOf(rows, said, setting);
  const version = instantOf(said('updated_at'), 'updated_at', setting);
  return { order, buyer: buyerOf(said, setting), version, rank: 'file' };
}

type Said = (name: string) => string;

function orderOf(rows: readonly Values[], said: Said, setting: Setting): Order {
  const { channel } = setting;
  const placedAt = instantOf(said('placed_at') || said('paid_at'), 'placed_at', setting);
  if (!placedAt) throw new Refused('import_value_missing', 'placed_at');
  const platformId = clean(said('order_number'), 128);
  if (platformId === '') throw new Refused('import_value_missing', 'order_number');
  const lines = linesOf(rows, channel.currency);
  const state = stateIn(`${said('state')}`);
  const payment = stateIn(said('payment_state'));
  const cancelled = said('cancelled_at') !== '' || state === 'cancelled' || payment === 'cancelled';
  const shipped = stateIn(said('fulfilment')) ?? (state === 'completed' ? 'fulfilled' : state);
  const bare = {
    platformId,
    number: platformId,
    kind: 'sale' as const,
    placedAt,
    currency: channel.currency,
    test: yesIn(said('test')) === true && said('test') !== '',
    taxIncluded: yesIn(said('tax_included')) ?? false,
    lines,
    cancelledAt: cancelled ? (instantOf(said('cancelled_at'), 'cancelled_at', setting) ?? placedAt) : null,
    cancelReason: clean(said('cancel_reason'), 500) || null,
    fulfilment:
      shipped === 'fulfilled' || shipped === 'partially_fulfilled' ? shipped : ('unfulfilled' as const),
    completedAt:
      state === 'completed' && !cancelled
        ? (instantOf(said('completed_at'), 'completed_at', setting) ?? placedAt)
        : null,
    campaign: clean(said('campaign'), 200) || null,
    country: countryOf(said('country')) ?? channel.country,
  };
  return { ...bare, ...moneyOf(bare, said, setting, { state, payment }) };
}

function instantOf(text: string, field: string, { channel, dayOrder }: Setting): Date | null {
  if (text === '') return null;
  const at = instantIn(text, channel.zone, dayOrder);
  if (!at || at.getUTCFullYear() < 1990 || at.getUTCFullYear() > 2200)
    throw new Refused('import_time_invalid', field);
  return at;
}

function amountOf(text: string, field: string, currency: string): number | null {
  if (text === '') return null;
  const decimal = decimalIn(text);
  if (decimal === null) throw new Refused('import_number_invalid', field);
  return minorAmount(decimal, 1, currency);
}

function linesOf(rows: readonly Values[], currency: string): OrderLine[] {
  return rows.filter(isLine).map((values, index): OrderLine => {
    const text = (name: string): string => values[name] ?? '';
    const quantity = text('quantity') === '' ? 1 : wholeIn(text('quantity'));
    if (quantity === null) throw new Refused('import_number_invalid', 'quantity');
    const said = text('unit_price') === '' ? null : decimalIn(text('unit_price'));
    if (said === null && text('unit_price') !== '') throw new Refused('import_number_invalid', 'unit_price');
    const given = amountOf(text('line_amount'), 'line_amount', currency);
    const unitPrice = said ?? unitOf(given ?? 0, quantity, currency);
    const [sku, product, title] = [
      clean(text('sku'), 128),
      clean(text('product_id'), 128),
      clean(text('title'), 500),
    ];
    const variant = clean(text('variant_id'), 128);
    const called = variant || sku || product || title.slice(0, 128) || '-';
    return {
      platformId: clean(text('line_id'), 128) || String(index + 1),
      sold: soldAs({
        platformId: called,
        platformProduct: product || called,
        sku: sku || null,
        title,
        kind: kindOf(sku, title),
      }),
      quantity,
      unitPrice,
      amount: said === null && given !== null ? given : minorAmount(unitPrice, quantity, currency),
      discount: Math.abs(amountOf(text('line_discount'), 'line_discount', currency) ?? 0),
    };
  });
}

const unitOf = (amount: number, quantity: number, currency: string): string =>
  quantity === 0
    ? '0'
    : (amount / quantity / 10 ** decimalsOf(currency)).toFixed(6).replace(/\.?0+$/, '') || '0';

const POSTAGE = /^(postage|shipping|delivery|freight|dotcom postage|运费|邮费|快递费|补差价|邮费链接)$/i;
const GIFT_CARD = /gift ?card|礼品卡|购物卡|储值卡/i;
const kindOf = (sku: string, title: string): OrderLine['sold']['kind'] =>
  POSTAGE.test(title) || POSTAGE.test(sku) ? 'postage' : GIFT_CARD.test(title) ? 'gift_card' : 'goods';

type States = { state: ReturnType<typeof stateIn>; payment: ReturnType<typeof stateIn> };
type Money = Pick<Order, 'lines' | 'adjustments' | 'payments' | 'refunds'>;

function moneyOf(
  bare: Pick<Order, 'lines' | 'placedAt' | 'taxIncluded' | 'platformId'>,
  said: Said,
  setting: Setting,
  { state, payment }: States,
): Money {
  const { currency } = setting.channel;
  const amount = (name: string): number | null => amountOf(said(name), name, currency);
  const total = amount('total') ?? (bare.lines.length === 0 ? amount('paid') : null);
  const lines = bare.lines.length > 0 ? bare.lines : wholeLine(total, amount('shipping') ?? 0, currency);
  const taken = (name: 'discount' | 'tax' | 'shipping'): number => amount(name) ?? 0;
  const adjustments = [
    { kind: 'discount' as const, amount: -Math.abs(taken('discount')), label: clean(said('coupon'), 200) },
    { kind: 'shipping' as const, amount: taken('shipping'), label: '' },
    { kind: 'tax' as const, amount: taken('tax'), label: '' },
  ].filter((one) => one.amount !== 0);
  const sum =
    lines.reduce((all, line) => all + line.amount - line.discount, 0) +
    adjustments.reduce((all, one) => all + (one.kind === 'tax' && bare.taxIncluded ? 0 : one.amount), 0);
  // The file's own total is what was asked of her: what does not add up to it is levelled out, and said so.
  if (total !== null && total !== sum)
    adjustments.push({ kind: 'rounding' as never, amount: total - sum, label: '' });
  const due = total ?? sum;
  const isPaid =
    payment === 'paid' || said('paid_at') !== '' || ['paid', 'fulfilled', 'completed'].includes(state ?? '');
  const paid = amount('paid') ?? (isPaid ? due : 0);
  const refunded = Math.abs(amount('refunded') ?? (payment === 'refunded' || state === 'refunded' ? due : 0));
  return {
    lines,
    adjustments,
    payments: paid > 0 ? [paymentOf(paid, bare, said, setting)] : [],
    refunds: refunded > 0 ? [refundOf(refunded, { lines, due, placedAt: bare.placedAt }, said, setting)] : [],
  };
}

/** Where a file says what an order came to and not what was in it. */
function wholeLine(total: number | null, shipping: number, currency: string): OrderLine[] {
  if (total === null) throw new Refused('import_value_missing', 'total');
  const amount = total - shipping;
  return [
    {
      platformId: '1',
      sold: soldAs({ platformId: '-', title: '', kind: 'goods' }),
      quantity: 1,
      unitPrice: unitOf(amount, 1, currency),
      amount,
      discount: 0,
    },
  ];
}

const paymentOf = (
  amount: number,
  { placedAt, platformId }: Pick<Order, 'placedAt' | 'platformId'>,
  said: Said,
  setting: Setting,
): Order['payments'][number] => ({
  platformId: clean(said('payment_id'), 128) || `${platformId}`.slice(0, 128),
  method: clean(said('payment_method'), 60) || '-',
  amount,
  at: instantOf(said('paid_at'), 'paid_at', setting) ?? placedAt,
  state: 'paid',
});

/** All of it given back means all goods given back; of a part nobody knows which. */
function refundOf(
  amount: number,
  { lines, due, placedAt }: { lines: readonly OrderLine[]; due: number; placedAt: Date },
  said: Said,
  setting: Setting,
): Order['refunds'][number] {
  const whole = amount >= due;
  return {
    platformId: 'refund',
    at: instantOf(said('refunded_at'), 'refunded_at', setting) ?? placedAt,
    amount,
    reason: '',
    lines: whole
      ? lines.map((line) => ({
          line: line.platformId,
          quantity: line.quantity,
          amount: line.amount - line.discount,
        }))
      : partOf(amount, lines),
  };
}

/** A part is taken off the lines in proportion, so that net sales go down by what went back. */
function partOf(amount: number, lines: readonly OrderLine[]): Order['refunds'][number]['lines'] {
  const sum = lines.reduce((all, line) => all + line.amount - line.discount, 0);
  const back = Math.min(amount, sum);
  if (sum <= 0) return [];
  let left = back;
  return lines.map((line, index) => {
    const share =
      index === lines.length - 1 ? left : Math.round((back * (line.amount - line.discount)) / sum);
    left -= share;
    return { line: line.platformId, quantity: 0, amount: share };
  });
}

function buyerOf(said: Said, { channel }: Setting): OrderRecord['buyer'] {
  const text = (name: string, longest = 200): string => clean(said(name), longest);
  const email = text('email', 320).toLowerCase();
  const identifiers = [
    ...(text('user_id') ? [{ kind: 'user_id', value: text('user_id') }] : []),
    ...(text('customer_id') ? [channelCustomer(channel, text('customer_id'))] : []),
    ...(email.includes('@') ? [{ kind: 'email', value: email }] : []),
    ...(/\d{5}/.test(text('phone')) ? [{ kind: 'phone', value: text('phone', 40) }] : []),
  ];
  const address = addressOf(text);
  const name = text('name') || [text('first_name'), text('last_name')].filter(Boolean).join(' ');
  const company = text('company');
  const traits: JsonObject = {
    ...(name && { name }),
    ...(company && { company }),
    ...(Object.keys(address).length > 0 && { address }),
  };
  const note = text('note', 2000);
  const shipping = {
    ...(name && { name }),
    ...(text('phone', 40) && { phone: text('phone', 40) }),
    ...address,
  };
  return {
    identifiers,
    traits: identifiers.length > 0 ? traits : {},
    details: { ...(Object.keys(shipping).length > 0 && { shipping }), ...(note && { note }) },
  };
}

/** Segment's names of the parts of an address. */
export function addressOf(text: (name: string, longest?: number) => string): JsonObject {
  const parts = {
    street: text('address', 500),
    district: text('district'),
    city: text('city'),
    state: text('province'),
    postalCode: text('postcode', 20),
    country: text('country'),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
}
