import { msg } from '@lingui/core/macro';
import { IconSend } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/outbox',
    title: msg`Outbox`,
    section: 'machine',
    icon: IconSend,
    roles: ['developer', 'operations'],
    keywords: msg`mail webhook failed retry send`,
    load: () => import('./outbox.tsx'),
  },
];
