/** The catalogue over HTTP, shared by server and console. Prices are decimal text: they may be finer than the currency. */
import { z } from 'zod';
import { idFilter, listQuery, pageOf } from '#platform/lists/contract';

const KIND = z.enum(['goods', 'postage', 'fee', 'adjustment', 'gift_card']);
const STATUS = z.enum(['active', 'draft', 'archived']);
export type ProductKindName = z.output<typeof KIND>;
export type ProductStatusName = z.output<typeof STATUS>;

/** `q`: part of a title, of a SKU or of a barcode, from one character on. */
export const productQuery = listQuery({
  sorts: ['updated_at', 'title', 'id'],
  sort: '-updated_at',
  filters: {
    channel: idFilter(),
    /** With everything below it. */
    category: idFilter(),
    brand: idFilter(),
    supplier: idFilter(),
    status: STATUS,
    kind: KIND,
  },
});

const named = z.object({ id: z.string(), name: z.string() });

export const productItem = z.object({
  id: z.string(),
  title: z.string(),
  kind: KIND,
  status: STATUS,
  /** The whole way, `Tea / Green tea`. */
  category: z.string().nullable(),
  brand: z.string().nullable(),
  supplier: z.string().nullable(),
  variants: z.number().int(),
  /** Of its first variant. */
  sku: z.string().nullable(),
  /** Of all variants and channels now; null where none is known, or in several currencies. */
  price: z.object({ low: z.string(), high: z.string(), currency: z.string() }).nullable(),
  /** In all warehouses; null: nobody counted. */
  stock: z.number().int().nullable(),
  /** Those that list it, as far as the caller may see them. */
  channels: z.array(named),
  updated_at: z.iso.datetime(),
});
export type ProductItem = z.output<typeof productItem>;
export const productPage = pageOf(productItem);

export const productParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });

export const productDetail = productItem.extend({
  description: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  /** Addresses as the channel gave them: nobody vouches for what is there. */
  images: z.array(z.string()),
  created_at: z.iso.datetime(),
  every_variant: z.array(
    z.object({
      id: z.string(),
      sku: z.string().nullable(),
      title: z.string(),
      barcode: z.string().nullable(),
      options: z.record(z.string(), z.string()),
      listings: z.array(z.object({ channel: named, platform_id: z.string(), url: z.string().nullable() })),
      /** Oldest first: each change of a price. */
      prices: z.array(
        z.object({
          channel: named,
          since: z.iso.datetime(),
          amount: z.string(),
          compare_at: z.string().nullable(),
          currency: z.string(),
        }),
      ),
      stock: z.array(
        z.object({
          channel: named,
          warehouse: z.string(),
          quantity: z.number().int(),
          counted_at: z.iso.datetime(),
        }),
      ),
    }),
  ),
});
export type ProductDetail = z.output<typeof productDetail>;
export type VariantItem = ProductDetail['every_variant'][number];

/** What products can be filtered by; categories by their whole way. */
export const productGroups = z.object({
  categories: z.array(named),
  brands: z.array(named),
  suppliers: z.array(named),
});
export type ProductGroups = z.output<typeof productGroups>;

// Postgres holds neither NUL nor half a surrogate pair.
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');
const name = (max: number) => text(max).min(1);
const decimal = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/);
const facts = z.record(name(100), text(2000)).default({});
/** Elsewhere, or drawn and brought along. */
const image = text(65_536).regex(/^(https?:\/\/|data:image\/(svg\+xml|png|jpeg|webp)[;,])/);

const givenVariant = z.strictObject({
  platform_id: name(128),
  sku: name(128).nullable().default(null),
  title: text(300).default(''),
  barcode: text(64).nullable().default(null),
  options: facts,
  /** In the currency of the channel. */
  price: z
    .strictObject({ amount: decimal, compare_at: decimal.nullable().default(null) })
    .nullable()
    .default(null),
  stock: z
    .array(z.strictObject({ warehouse: name(100), quantity: z.number().int().min(0).max(1e9) }))
    .max(100)
    .default([]),
  url: text(2000).nullable().default(null),
});

/** A product as a shop's own system sends it. */
export const givenProduct = z.strictObject({
  platform_id: name(128),
  title: name(500),
  kind: KIND.default('goods'),
  status: STATUS.default('active'),
  description: text(20_000).nullable().default(null),
  brand: name(200).nullable().default(null),
  supplier: name(200).nullable().default(null),
  /** From the root down. */
  category: z.array(name(200)).max(10).default([]),
  images: z.array(image).max(20).default([]),
  attributes: facts,
  variants: z.array(givenVariant).min(1).max(200),
  /** The instant of the last change: an older one never overwrites a newer. */
  updated_at: z.iso.datetime({ offset: true }).refine((value) => /^(19|20|21)\d\d-/.test(value)),
});
export type GivenProduct = z.output<typeof givenProduct>;
export const givenProducts = z.strictObject({ products: z.array(givenProduct).min(1).max(200) });
export const productsOfChannel = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,8}$/) });
export const productsRecorded = z.object({
  recorded: z.number().int(),
  /** Known already in this version or a newer one. */
  unchanged: z.number().int(),
});
