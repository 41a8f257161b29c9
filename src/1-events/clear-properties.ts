/**
 * Which properties of the shop's language may stand in the log and in the lake as they are. Everything else that could name a
 * person (any text under another name, any long number) is sealed under her key. Protected unless listed: a
 * property that is forgotten here costs a filter, one listed wrongly costs a secret.
 *
 * Names and meanings: Segment's e-commerce spec v2 and page spec. A source may list more of its own (`clearProperties`).
 */

/**
 * `id`: a reference without spaces or @ · `word`: a label without @ and without long runs of digits ·
 * `number` · `address`: a URL or path, of which query and fragment are sealed · `time`: ISO 8601 ·
 * `list`: elements are judged one by one.
 */
export type ClearKind = 'id' | 'word' | 'number' | 'address' | 'time';

/** Clear wherever they stand. */
export const CLEAR_ANYWHERE: Readonly<Record<string, ClearKind>> = {
  order_id: 'id',
  checkout_id: 'id',
  cart_id: 'id',
  list_id: 'id',
  product_id: 'id',
  sku: 'id',
  promotion_id: 'id',
  coupon_id: 'id',
  coupon: 'id',
  wishlist_id: 'id',
  review_id: 'id',
  campaign_id: 'id',
  email_id: 'id',
  link_id: 'id',
  message_id: 'id',
  segment_id: 'id',
  refund_id: 'id',
  currency: 'word',
  affiliation: 'word',
  shipping_method: 'word',
  payment_method: 'word',
  coupon_name: 'word',
  wishlist_name: 'word',
  campaign_name: 'word',
  creative: 'word',
  share_via: 'word',
  reason: 'word',
  rating: 'word',
  step: 'word',
  price: 'number',
  quantity: 'number',
  position: 'number',
  value: 'number',
  revenue: 'number',
  total: 'number',
  subtotal: 'number',
  shipping: 'number',
  tax: 'number',
  discount: 'number',
};

/** Clear inside `products[]`, and at the top of the events below, where they speak of a product. */
export const CLEAR_OF_PRODUCTS: Readonly<Record<string, ClearKind>> = {
  name: 'word',
  category: 'word',
  brand: 'word',
  variant: 'word',
  url: 'address',
  image_url: 'address',
};

/** Events whose top-level properties describe a product, a list or a promotion; old names of the spec included. */
export const PRODUCT_EVENTS: ReadonlySet<string> = new Set([
  'Product List Viewed',
  'Viewed Product Category',
  'Product List Filtered',
  'Promotion Viewed',
  'Viewed Promotion',
  'Promotion Clicked',
  'Clicked Promotion',
  'Product Clicked',
  'Clicked Product',
  'Product Viewed',
  'Viewed Product',
  'Product Added',
  'Added Product',
  'Product Removed',
  'Removed Product',
  'Product Added to Wishlist',
  'Product Removed from Wishlist',
  'Wishlist Product Added to Cart',
  'Product Shared',
]);

/** Of page and screen calls. Titles are free text and are sealed. */
export const CLEAR_OF_PAGES: Readonly<Record<string, ClearKind>> = {
  name: 'word',
  category: 'word',
  path: 'address',
  url: 'address',
  referrer: 'address',
};

/** Of `context`, by section; what is not named here is sealed. */
export const CLEAR_CONTEXT: Readonly<Record<string, ClearKind | Readonly<Record<string, ClearKind>>>> = {
  library: { name: 'word', version: 'id' },
  locale: 'id',
  timezone: 'id',
  app: { name: 'word', version: 'id', build: 'id' },
  campaign: { name: 'word', source: 'word', medium: 'word', term: 'word', content: 'word' },
  device: { manufacturer: 'word', model: 'word', type: 'word' },
  os: { name: 'word', version: 'id' },
  screen: { width: 'number', height: 'number', density: 'number' },
  page: { path: 'address', url: 'address', referrer: 'address' },
};
