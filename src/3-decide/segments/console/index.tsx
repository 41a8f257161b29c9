/** Segments: the list, the builder, one segment; and what a customer's page shows of hers. */
import { msg } from '@lingui/core/macro';
import { IconChartPie } from '@tabler/icons-react';
import type { Page } from '#console/kit';

const roles = ['marketer', 'analyst', 'operations', 'developer'] as const;
const writers = ['marketer', 'analyst'] as const;

export const pages: readonly Page[] = [
  {
    path: '/segments',
    title: msg`Segments`,
    section: 'know',
    icon: IconChartPie,
    roles,
    keywords: msg`audience group target who people condition`,
    load: () => import('./segments.tsx'),
  },
  {
    path: '/segments/new',
    title: msg`New segment`,
    roles: writers,
    keywords: msg`audience build condition make`,
    load: () => import('./new-segment.tsx'),
  },
  { path: '/segments/$id', title: msg`Segment`, roles, load: () => import('./segment.tsx') },
  {
    path: '/segments/$id/edit',
    title: msg`Change segment`,
    roles: writers,
    load: () => import('./edit-segment.tsx'),
  },
];

export { SegmentsOfCustomer } from './of-customer.tsx';
