/** Pages of sources, and the words for them that other pages say too. */
import { msg } from '@lingui/core/macro';
import { IconPlug } from '@tabler/icons-react';
import type { Page } from '#console/kit';

const readers = ['developer', 'analyst', 'marketer', 'operations'] as const;

export const pages: readonly Page[] = [
  {
    path: '/sources',
    title: msg`Sources`,
    section: 'know',
    icon: IconPlug,
    roles: readers,
    keywords: msg`write key snippet connect website app server`,
    load: () => import('./sources.tsx'),
  },
  { path: '/sources/$id', title: msg`Source`, roles: readers, load: () => import('./source.tsx') },
];

export { useSourceNames } from './source-names.ts';
