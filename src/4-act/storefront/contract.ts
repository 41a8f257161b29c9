/** The storefront over HTTP, shared by server and shop front. Amounts are integers in minor units of the shop's currency. */
import { z } from 'zod';

// Postgres holds neither NUL nor half a surrogate pair.
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');
const id = z.string().regex(/^[1-9]\d{0,14}$/);
const both = z.object({ en: z.string(), zh: z.string() });
const minor = z.number().int();

export const MOST_LINES = 50;
export const MOST_PIECES = 99;

export const frontItem = z.object({
  name: both,
  currency: z.string(),
  /** Everything in it is made up, and no money moves. */
  sample: z.boolean(),
  /** Of a browser: it stands in every page of a shop. */
  write_key: z.string(),
  shipping: z.object({ fee: minor, free_from: minor }),
});
export type Front = z.output<typeof frontItem>;

export const categoryList = z.object({
  items: z.array(z.object({ id, parent: id.nullable(), name: both, goods: z.number().int() })),
});
export type ShopCategory = z.output<typeof categoryList>['items'][number];

export const goodsQuery = z.strictObject({
  q: text(100).optional(),
  category: id.optional(),
  /** Numbers of products, by commas. */
  ids: z
    .string()
    .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,49}$/)
    .optional(),
  sort: z.enum(['newest', '-newest', 'price', '-price']).default('-newest'),
  after: z.string().min(1).max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(60).default(24),
});

const goodsShown = {
  id,
  /** What the shop's own pages, events and feeds call it. */
  handle: z.string(),
  name: both,
  brand: both.nullable(),
  category: id.nullable(),
  price: minor,
  /** What it cost before; null where it is not reduced. */
  before: minor.nullable(),
  sold_out: z.boolean(),
};
export const goodsItem = z.object(goodsShown);
export type GoodsItem = z.output<typeof goodsItem>;
export const goodsPage = z.object({ items: z.array(goodsItem), next: z.string().nullable() });
export type GoodsPage = z.output<typeof goodsPage>;

export const goodsDetail = z.object({
  ...goodsShown,
  description: both,
  /** What is told of it: material, origin, weight … */
  facts: z.array(z.object({ name: both, value: both })),
  pictures: z.number().int(),
  variants: z.array(
    z.object({
      id,
      name: both,
      sku: z.string().nullable(),
      price: minor,
      before: minor.nullable(),
      /** Pieces one may put in the cart. */
      left: z.number().int(),
    }),
  ),
  /** Others of its category. */
  beside: z.array(goodsItem),
});
export type GoodsDetail = z.output<typeof goodsDetail>;
export const goodsParams = z.strictObject({ id });
export const pictureParams = z.strictObject({ id, number: z.string().regex(/^[1-9]$/) });

const wantedLine = z.strictObject({ variant: id, quantity: z.number().int().min(1).max(MOST_PIECES) });
const wantedLines = z.array(wantedLine).min(1).max(MOST_LINES);
export const cartGiven = z.strictObject({ lines: wantedLines });

export const cartPriced = z.object({
  lines: z.array(
    z.object({
      variant: id,
      product: id,
      handle: z.string(),
      name: both,
      variant_name: both,
      sku: z.string().nullable(),
      quantity: z.number().int(),
      price: minor,
      amount: minor,
      left: z.number().int(),
    }),
  ),
  /** Variants that are not sold any more. */
  gone: z.array(id),
  subtotal: minor,
  shipping: minor,
  total: minor,
});
export type CartPriced = z.output<typeof cartPriced>;

export const checkoutGiven = z.strictObject({
  /** Made by the browser once for each checkout: sent again, it is the same order. */
  checkout_id: z.uuid(),
  lines: wantedLines,
  /** What the shopper saw and agreed to; another one is refused, never charged. */
  total: minor.min(0).max(1e13),
  contact: z.strictObject({
    name: text(120),
    email: z.email().max(254),
    phone: z
      .string()
      .regex(/^\+?[\d\s()-]{5,24}$/)
      .optional(),
  }),
  address: z.strictObject({
    country: z.string().regex(/^[A-Z]{2}$/),
    city: text(120),
    line: text(300),
    postcode: text(20).optional(),
  }),
  /** A play card: one is taken, one is refused. No money moves. */
  card: z.enum(['sandbox_accepted', 'sandbox_declined']),
  language: z.enum(['en', 'zh-CN']).default('zh-CN'),
  /** Who this browser was at its last checkout here, as that answer had it. */
  shopper: z.strictObject({ id: text(64), token: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
});
export type CheckoutGiven = z.output<typeof checkoutGiven>;

export const checkoutDone = z.object({
  number: z.string(),
  total: minor,
  currency: z.string(),
  /** Vouches for the shopper in the shop's own pages: `regulars('identify', id, …, {userToken: token})`. */
  shopper: z.object({ id: z.string(), token: z.string() }),
});
export type CheckoutDone = z.output<typeof checkoutDone>;
