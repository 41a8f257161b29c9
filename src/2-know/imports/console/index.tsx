/** Imports: what was taken in, and the way to take in more. */
import { msg } from '@lingui/core/macro';
import { IconFileImport } from '@tabler/icons-react';
import type { Page } from '#console/kit';

const takers = ['operations', 'developer'] as const;

export const pages: readonly Page[] = [
  {
    path: '/imports',
    title: msg`Imports`,
    section: 'know',
    icon: IconFileImport,
    roles: takers,
    keywords: msg`file csv excel upload history past orders customers products`,
    load: () => import('./imports.tsx'),
  },
  { path: '/imports/new', title: msg`New import`, roles: takers, load: () => import('./new-import.tsx') },
  { path: '/imports/$id', title: msg`Import`, roles: takers, load: () => import('./import.tsx') },
];
