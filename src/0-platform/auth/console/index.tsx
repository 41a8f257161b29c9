/** Pages of sign-in, staff, one's own account and API keys. */
import { msg } from '@lingui/core/macro';
import { IconKey, IconUser, IconUsers } from '@tabler/icons-react';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  { path: '/sign-in', title: msg`Sign in`, open: true, load: () => import('./sign-in.tsx') },
  { path: '/accept', title: msg`Set your password`, open: true, load: () => import('./accept.tsx') },
  {
    path: '/staff',
    title: msg`Staff`,
    section: 'people',
    icon: IconUsers,
    roles: ['owner'],
    keywords: msg`people invite role suspend`,
    load: () => import('./staff.tsx'),
  },
  {
    path: '/account',
    title: msg`My account`,
    section: 'people',
    icon: IconUser,
    keywords: msg`password language two-factor sessions profile`,
    load: () => import('./account.tsx'),
  },
  {
    path: '/api-keys',
    title: msg`API keys`,
    section: 'people',
    icon: IconKey,
    roles: ['developer'],
    keywords: msg`token program bearer`,
    load: () => import('./api-keys.tsx'),
  },
];
