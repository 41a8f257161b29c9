/** Custom attributes: where they are defined, and a customer's for her page. */
import { msg } from '@lingui/core/macro';
import { IconListDetails } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/attributes',
    title: msg`Custom attributes`,
    section: 'know',
    icon: IconListDetails,
    roles: ['agent', 'operations', 'analyst', 'marketer', 'developer'],
    keywords: msg`fields properties define custom`,
    load: () => import('./attributes.tsx'),
  },
];

export { AttributesOfCustomer } from './attributes-of-customer.tsx';
