import type { MigrationSet } from '#platform/postgres';
import type { ProductRecord } from './product.ts';

export const CATALOG_MIGRATIONS: MigrationSet = {
  module: 'know/catalog',
  folder: `${import.meta.dirname}/migrations`,
};

/** With one variant, `<id>-1`. */
export function aProduct(
  platformId: string,
  { sku = `${platformId}-1`, ...more }: Partial<ProductRecord> & { sku?: string } = {},
): ProductRecord {
  return {
    platformId,
    title: platformId,
    kind: 'goods',
    status: 'active',
    description: null,
    brand: null,
    supplier: null,
    category: ['Tea'],
    images: [],
    attributes: {},
    version: new Date('2026-11-01T00:00:00Z'),
    variants: [
      {
        platformId: `${platformId}:1`,
        sku,
        title: '',
        barcode: `690-${platformId}`,
        options: {},
        price: { amount: '99.5', compareAt: null, currency: 'CNY' },
        stock: [{ warehouse: '杭州仓', quantity: 7 }],
        url: null,
      },
    ],
    ...more,
  };
}
