/** Connections to the platforms the shop sells on: how far each is, and what came of it. */
import { msg } from '@lingui/core/macro';
import { IconPlugConnected } from '@tabler/icons-react';
import type { Page } from '#console/kit';

const keepers = ['operations', 'developer'] as const;

export const pages: readonly Page[] = [
  {
    path: '/connections',
    title: msg`Connections`,
    section: 'know',
    icon: IconPlugConnected,
    roles: keepers,
    keywords: msg`connector shopify woocommerce taobao jd platform webhook sync`,
    load: () => import('./connections.tsx'),
  },
  {
    path: '/connections/new',
    title: msg`New connection`,
    roles: keepers,
    load: () => import('./new-connection.tsx'),
  },
  {
    path: '/connections/$id',
    title: msg`Connection`,
    roles: keepers,
    load: () => import('./connection.tsx'),
  },
  {
    path: '/connections/$id/skipped',
    title: msg`Not taken in`,
    roles: keepers,
    load: () => import('./skipped.tsx'),
  },
  {
    path: '/connections/$id/deliveries',
    title: msg`Told by the platform`,
    roles: keepers,
    load: () => import('./deliveries.tsx'),
  },
  {
    path: '/connections/$id/requests',
    title: msg`Asked of the platform`,
    roles: keepers,
    load: () => import('./requests.tsx'),
  },
];
