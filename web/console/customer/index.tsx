/** One customer on one page: who she is, what she bought, what happened. Each part comes from the module that knows it. */
import { msg } from '@lingui/core/macro';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/customers/$id',
    title: msg`Customer`,
    roles: ['agent', 'operations', 'analyst', 'marketer', 'developer'],
    load: () => import('./customer.tsx'),
  },
];
