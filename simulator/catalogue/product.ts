/** What a shop front, an export and a picture need to know of a product. What makes people want it is hidden, and stands elsewhere. */

export type Words = { zh: string; en: string };

export type Variant = {
  sku: string;
  /** Such as `250克`. */
  option: Words;
  /** In minor units of the world's currency. */
  price: number;
  compareAt: number | null;
  barcode: string;
  stock: number;
};

export type Product = {
  /** From 0, without gaps. */
  index: number;
  /** Its handle, and its `product_id` in events. */
  id: string;
  shelf: string;
  category: Words;
  name: Words;
  text: Words;
  brand: Words;
  supplier: Words;
  /** What its variants differ in. */
  option: Words;
  attributes: readonly { name: Words; value: Words }[];
  variants: readonly Variant[];
  /** Which of the drawn shapes it is, and what it is coloured by. */
  picture: { shape: string; seed: number };
};
