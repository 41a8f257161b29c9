/**
 * The sample shop's catalogue: products with names in Chinese and English, categories, attributes, brands, suppliers, prices in minor
 * units, and pictures. Made from a world and a seed, so that shop front, exports and events speak of the same things. Nothing hidden is in it.
 */
export { makeCatalogue, SHELVES } from './make-catalogue.ts';
export { pictureOf } from './picture-of.ts';
export type { Product, Variant, Words } from './product.ts';
