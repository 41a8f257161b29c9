/** Customers: the list, finding one by an id, duplicates, erasures; and what other pages show of one. */
import { msg } from '@lingui/core/macro';
import { IconUserQuestion, IconUsers } from '@tabler/icons-react';
import type { Page } from '#console/kit';

const readers = ['agent', 'operations', 'analyst', 'marketer', 'developer'] as const;
const roles = ['agent', 'operations', 'developer'] as const;

export const pages: readonly Page[] = [
  {
    path: '/customers',
    title: msg`Customers`,
    section: 'know',
    icon: IconUsers,
    roles: readers,
    keywords: msg`people profile buyer search name phone e-mail`,
    load: () => import('./customers.tsx'),
  },
  {
    path: '/customers/find',
    title: msg`Find and erase`,
    roles,
    keywords: msg`customer privacy forget delete gdpr pipl certificate`,
    load: () => import('./find-customer.tsx'),
  },
  {
    path: '/duplicates',
    title: msg`Duplicates`,
    section: 'know',
    icon: IconUserQuestion,
    roles: ['agent', 'operations'],
    keywords: msg`merge same person twice double`,
    load: () => import('./duplicates.tsx'),
  },
  {
    path: '/customer-requests',
    title: msg`What customers ask`,
    roles: ['operations'],
    keywords: msg`privacy erase copy data request gdpr pipl shopify`,
    load: () => import('./requests-of-customers.tsx'),
  },
  { path: '/erasures', title: msg`Erasures`, roles, load: () => import('./erasures.tsx') },
];

export { CustomerActions } from './customer-actions.tsx';
export { CustomerPicker } from './customer-picker.tsx';
export { Identity } from './identity.tsx';
export { Merges } from './merges.tsx';
export { Rhythm } from './rhythm.tsx';
