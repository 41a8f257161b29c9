import { msg } from '@lingui/core/macro';
import { IconHeartbeat } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/health',
    title: msg`Health`,
    section: 'machine',
    icon: IconHeartbeat,
    keywords: msg`subscribers lag disk lake version status queue`,
    load: () => import('./health.tsx'),
  },
];

export { HealthList } from './health-list.tsx';
