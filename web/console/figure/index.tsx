/** A figure on one page: the figure itself, and which of its months are closed. */
import { msg } from '@lingui/core/macro';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/figures/$name',
    title: msg`Figure`,
    roles: ['analyst', 'marketer', 'operations', 'developer'],
    load: () => import('./figure.tsx'),
  },
];
