/**
 * The catalogue: products and their variants once, and how each channel lists them; categories, brands, suppliers, prices over time, stock.
 *
 * It guarantees: what a channel calls a variant leads to one variant; the shop's own number (SKU) makes variants of several channels one;
 * an older version of a product never overwrites a newer one; what an order brings before any feed is there all the same.
 * It leaves to `know/orders` what was sold.
 */
export { described } from './described/described.ts';
export { findSold } from './find-sold.ts';
export {
  PRODUCT_KINDS,
  type ProductKind,
  type ProductRecord,
  type SoldVariant,
  soldAs,
  type VariantRecord,
} from './product.ts';
export { recordProducts } from './record-products.ts';
export type { Listed } from './store.ts';
