import { msg } from '@lingui/core/macro';
import { IconHome } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/',
    title: msg`Start`,
    section: 'start',
    icon: IconHome,
    keywords: msg`home first steps overview`,
    load: () => import('./home.tsx'),
  },
];
