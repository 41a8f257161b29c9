/** Comparing with the platforms, and closed months; and what a figure's page says of those. */
import { msg } from '@lingui/core/macro';
import { IconLock, IconScale } from '@tabler/icons-react';
import type { Page } from '#console/kit';

const roles = ['analyst', 'marketer', 'operations', 'developer'] as const;

export const pages: readonly Page[] = [
  {
    path: '/reconciliation',
    title: msg`Reconciliation`,
    section: 'know',
    icon: IconScale,
    roles,
    keywords: msg`compare platform statement difference accounting refund tax`,
    load: () => import('./reconciliation.tsx'),
  },
  {
    path: '/closings',
    title: msg`Closed months`,
    section: 'know',
    icon: IconLock,
    roles,
    keywords: msg`close month accounting restatement books`,
    load: () => import('./closings.tsx'),
  },
  { path: '/closings/$id', title: msg`Closed month`, roles, load: () => import('./closing.tsx') },
];

export { ClosedMonths } from './closed-months.tsx';
