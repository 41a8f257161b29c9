import { msg } from '@lingui/core/macro';
import { IconBuildingStore } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  {
    path: '/channels',
    title: msg`Channels`,
    section: 'know',
    icon: IconBuildingStore,
    roles: ['operations', 'developer', 'analyst', 'marketer'],
    keywords: msg`shop store platform tmall taobao jd shopify woocommerce`,
    load: () => import('./channels.tsx'),
  },
];
