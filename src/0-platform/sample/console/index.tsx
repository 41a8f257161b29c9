/** The sample shop: its offer on the first page, the way in and the way out. */
import { msg } from '@lingui/core/macro';
import type { Page } from '#console/kit';

export const pages: readonly Page[] = [
  { path: '/enter', title: msg`The sample shop`, open: true, load: () => import('./enter.tsx') },
  { path: '/own-shop', title: msg`To your own shop`, open: true, load: () => import('./own-shop.tsx') },
];

export { LeaveSample } from './leave-sample.tsx';
export { OfferSample } from './offer-sample.tsx';
