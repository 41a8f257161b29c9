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
