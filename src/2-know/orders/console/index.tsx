/** Orders: the list, one, and those of a customer for her page. */
import { msg } from '@lingui/core/macro';
import { IconReceipt } from '@tabler/icons-react';
import type { Page } from '#console/kit';

const readers = ['agent', 'operations', 'analyst', 'marketer', 'developer'] as const;

export const pages: readonly Page[] = [
  {
    path: '/orders',
    title: msg`Orders`,
    section: 'know',
    icon: IconReceipt,
    roles: readers,
    keywords: msg`sales purchases refunds`,
    load: () => import('./orders.tsx'),
  },
  { path: '/orders/$id', title: msg`Order`, roles: readers, load: () => import('./order.tsx') },
];

export { OrdersOf } from './orders-of.tsx';
