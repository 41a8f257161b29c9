/** Products: the list, and what other pages show of one. */
import { msg } from '@lingui/core/macro';
import { IconTag } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/products',
    title: msg`Products`,
    section: 'know',
    icon: IconTag,
    roles: ['agent', 'operations', 'analyst', 'marketer', 'developer'],
    keywords: msg`catalogue goods variants sku barcode stock price brand supplier category`,
    load: () => import('./products.tsx'),
  },
];

export { Details, Prices, Variants } from './product-parts.tsx';
export { ProductStatus, useProductWords } from './product-words.tsx';
