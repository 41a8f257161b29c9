import { msg } from '@lingui/core/macro';
import { IconHistory } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/audit',
    title: msg`Audit log`,
    section: 'people',
    icon: IconHistory,
    roles: ['owner'],
    keywords: msg`who did what chain verify`,
    load: () => import('./audit.tsx'),
  },
];
