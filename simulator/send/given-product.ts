/** A product as `POST /api/channels/:id/products` wants it: in Chinese, with English beside it, and its picture drawn. */
import { pictureOf } from '../catalogue/index.ts';
import type { Product, Words } from '../catalogue/product.ts';

const WAREHOUSE = '杭州仓 Hangzhou';
/** Of so many products one is sold out, and one nearly. */
const SOLD_OUT = 23;
const NEARLY = 17;

export const givenProduct = (product: Product, now: Date) => ({
  platform_id: product.id,
  title: product.name.zh,
  description: product.text.zh,
  brand: both(product.brand),
  supplier: both(product.supplier),
  category: [both(product.category)],
  images: [`data:image/svg+xml,${encodeURIComponent(pictureOf(product))}`],
  attributes: {
    'name:zh': product.name.zh,
    'name:en': product.name.en,
    'description:zh': product.text.zh,
    'description:en': product.text.en,
    ...Object.fromEntries(product.attributes.map(({ name, value }) => [both(name), both(value)])),
  },
  variants: product.variants.map((variant) => ({
    platform_id: variant.sku,
    sku: variant.sku,
    title: both(variant.option),
    barcode: variant.barcode,
    options: { [both(product.option)]: both(variant.option) },
    price: {
      amount: (variant.price / 100).toFixed(2),
      compare_at: variant.compareAt === null ? null : (variant.compareAt / 100).toFixed(2),
    },
    stock: [{ warehouse: WAREHOUSE, quantity: stockOf(product, variant.stock) }],
  })),
  updated_at: now.toISOString(),
});

const both = ({ zh, en }: Words): string => (zh === en ? zh : `${zh} / ${en}`);

const stockOf = ({ index }: Product, stock: number): number =>
  index % SOLD_OUT === 7 ? 0 : index % NEARLY === 5 ? 3 : Math.max(12, stock);
