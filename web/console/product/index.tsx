/** One product on one page: what it is, what it costs, and what it sold. Each part comes from the module that knows it. */
import { msg } from '@lingui/core/macro';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/products/$id',
    title: msg`Product`,
    roles: ['agent', 'operations', 'analyst', 'marketer', 'developer'],
    load: () => import('./product.tsx'),
  },
];
