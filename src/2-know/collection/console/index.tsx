/** Pages of events: as they arrive, all of them, and those that were rejected. */
import { msg } from '@lingui/core/macro';
import { IconActivity, IconForbid2, IconList } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/events/live',
    title: msg`Live events`,
    section: 'know',
    icon: IconActivity,
    keywords: msg`stream arriving now debug`,
    load: () => import('./live-events.tsx'),
  },
  {
    path: '/events',
    title: msg`Events`,
    section: 'know',
    icon: IconList,
    keywords: msg`history log track identify page message`,
    load: () => import('./events.tsx'),
  },
  {
    path: '/rejected',
    title: msg`Rejected events`,
    section: 'know',
    icon: IconForbid2,
    roles: ['developer', 'operations', 'analyst'],
    keywords: msg`errors invalid replay fix`,
    load: () => import('./rejected.tsx'),
  },
];

export { useEventTitles } from './event-titles.ts';
export { LooksOf } from './looks.tsx';
export { Timeline } from './timeline.tsx';
