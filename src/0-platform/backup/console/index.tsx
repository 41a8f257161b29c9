import { msg } from '@lingui/core/macro';
import { IconDatabaseExport } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/backups',
    title: msg`Backups`,
    section: 'machine',
    icon: IconDatabaseExport,
    roles: ['developer', 'operations'],
    keywords: msg`restore copy safety`,
    load: () => import('./backups.tsx'),
  },
];
