/** The one list of all pages: a module's console is here or nobody finds it. The order is that of the navigation. */
import type { Page } from '#console/kit';
import { pages as reconciliation } from '#decide/reconciliation/console';
import { pages as segments } from '#decide/segments/console';
import { pages as attributes } from '#know/attributes/console';
import { pages as catalog } from '#know/catalog/console';
import { pages as channels } from '#know/channels/console';
import { pages as collection } from '#know/collection/console';
import { pages as connectors } from '#know/connectors/console';
import { pages as customers } from '#know/customers/console';
import { pages as groups } from '#know/groups/console';
import { pages as imports } from '#know/imports/console';
import { pages as orders } from '#know/orders/console';
import { pages as sources } from '#know/sources/console';
import { pages as audit } from '#platform/audit/console';
import { pages as auth } from '#platform/auth/console';
import { pages as backup } from '#platform/backup/console';
import { pages as instance } from '#platform/instance/console';
import { pages as outbox } from '#platform/outbox/console';
import { pages as sample } from '#platform/sample/console';
import { pages as telemetry } from '#platform/telemetry/console';
import { pages as customer } from './customer/index.tsx';
import { pages as figure } from './figure/index.tsx';
import { pages as home } from './home/index.tsx';
import { pages as product } from './product/index.tsx';

export const PAGES: readonly Page[] = [
  ...home,
  ...customers,
  ...customer,
  ...groups,
  ...segments,
  ...orders,
  ...catalog,
  ...product,
  ...channels,
  ...connectors,
  ...attributes,
  ...imports,
  ...figure,
  ...reconciliation,
  ...collection,
  ...sources,
  ...telemetry,
  ...outbox,
  ...backup,
  ...auth,
  ...audit,
  ...instance,
  ...sample,
];
