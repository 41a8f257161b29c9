/** A product as a channel's feed gives it. */
export const PRODUCT_KINDS = ['goods', 'postage', 'fee', 'adjustment', 'gift_card'] as const;
/** `goods` are what the shop sells; the others are lines of orders that no list of best sellers may show. */
export type ProductKind = (typeof PRODUCT_KINDS)[number];

export const PRODUCT_STATUSES = ['active', 'draft', 'archived'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export type Price = { amount: string; compareAt: string | null; currency: string };
export type Stock = { warehouse: string; quantity: number };

export type VariantRecord = {
  platformId: string;
  sku: string | null;
  title: string;
  barcode: string | null;
  options: Record<string, string>;
  price: Price | null;
  stock: readonly Stock[];
  url: string | null;
};

export type ProductRecord = {
  platformId: string;
  title: string;
  kind: ProductKind;
  status: ProductStatus;
  description: string | null;
  brand: string | null;
  supplier: string | null;
  /** From the root down. */
  category: readonly string[];
  images: readonly string[];
  attributes: Record<string, string>;
  variants: readonly VariantRecord[];
  /** The platform's instant of the last change; an older one never overwrites a newer. */
  version: Date;
};

/** What a line of an order says about what was sold: enough to find it, or to note it where no feed has told of it yet. */
export type SoldVariant = {
  platformId: string;
  platformProduct: string;
  sku: string | null;
  title: string;
  kind: ProductKind;
};

export const soldAs = (given: Partial<SoldVariant> & { platformId: string }): SoldVariant => ({
  platformProduct: given.platformId,
  sku: null,
  title: '',
  kind: 'goods',
  ...given,
});
