import { msg } from '@lingui/core/macro';
import { IconSettings } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/settings',
    title: msg`Settings`,
    section: 'machine',
    icon: IconSettings,
    keywords: msg`shop name language zone address release`,
    load: () => import('./settings.tsx'),
  },
];

export { ReleaseEgress } from './release-egress.tsx';
