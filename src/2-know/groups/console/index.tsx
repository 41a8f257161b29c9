/** Groups of customers: the list, one of them, and a customer's for her page. */
import { msg } from '@lingui/core/macro';
import { IconUsersGroup } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/groups',
    title: msg`Groups`,
    section: 'know',
    icon: IconUsersGroup,
    roles: ['agent', 'operations', 'analyst', 'marketer', 'developer'],
    keywords: msg`household family company business members`,
    load: () => import('./groups.tsx'),
  },
  {
    path: '/groups/$id',
    title: msg`Group`,
    roles: ['agent', 'operations', 'analyst', 'marketer', 'developer'],
    load: () => import('./group.tsx'),
  },
];

export { GroupsOfCustomer } from './groups-of-customer.tsx';
