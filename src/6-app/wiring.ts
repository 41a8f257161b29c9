/**
 * The one list of everything the house is made of: each module once, in room order. Who hears an event, which routes there are, whose
 * tables are migrated and whose jobs run is read off here and nowhere else.
 */

import { storefrontModule } from '#act/storefront/module';
import { createLanguage } from '#decide/definitions';
import { definitionsModule } from '#decide/definitions/module';
import { metricsModule } from '#decide/metrics/module';
import { reconciliationModule } from '#decide/reconciliation/module';
import { segmentsMeant, segmentsModule } from '#decide/segments/module';
import { addressesModule } from '#know/addresses/module';
import { attributesModule } from '#know/attributes/module';
import { catalogModule, productsWithin, shelf } from '#know/catalog/module';
import { channelsModule } from '#know/channels/module';
import { collectionModule } from '#know/collection/module';
import { connectorsModule } from '#know/connectors/module';
import { consentModule } from '#know/consent/module';
import { createCustomerDirectory } from '#know/customers';
import { customersModule } from '#know/customers/module';
import { devicesModule } from '#know/devices/module';
import { groupsModule } from '#know/groups/module';
import { importsModule } from '#know/imports/module';
import { notesModule } from '#know/notes/module';
import { boughtBy, buyersOf } from '#know/orders';
import { countedOrders, habitsOf, orderNumbers, ordersModule, shippedTo } from '#know/orders/module';
import { preferencesModule } from '#know/preferences/module';
import { sourcesModule, userSigning } from '#know/sources/module';
import { archiveModule } from '#platform/archive/module';
import { auditModule } from '#platform/audit/module';
import { authModule } from '#platform/auth/module';
import { backupModule } from '#platform/backup/module';
import { egressModule } from '#platform/egress/module';
import { instanceModule } from '#platform/instance/module';
import { lakeModule } from '#platform/lake/module';
import { mailModule } from '#platform/mail/module';
import type { Module } from '#platform/module';
import { outboxModule } from '#platform/outbox/module';
import { sampleModule } from '#platform/sample/module';
import { viewsModule } from '#platform/views/module';
import type { AppPlatform } from './platform.ts';

export function modules(platform: AppPlatform): Module[] {
  // Erasing asks every module, also those that come later in the list.
  const keepers = (): readonly Module[] => all;
  const { db, vault, pepper } = platform;
  const customers = createCustomerDirectory(db, vault, pepper);
  // Kinds of conditions of modules above `decide` are handed in here, each a data object in its own file.
  const language = createLanguage([]);
  const all: Module[] = [
    auditModule(platform),
    instanceModule(platform),
    sampleModule(platform),
    authModule(platform),
    viewsModule(platform),
    egressModule(platform),
    outboxModule(platform),
    mailModule(platform),
    backupModule(platform),
    archiveModule({ ...platform, folder: platform.directory.archive }),
    lakeModule({ ...platform, archive: platform.archive }),
    sourcesModule(platform),
    customersModule({
      ...platform,
      folder: platform.directory.path,
      keepers,
      bought: boughtBy,
      buyersOf,
    }),
    consentModule(platform),
    attributesModule(platform),
    notesModule(platform),
    groupsModule(platform),
    devicesModule(platform),
    addressesModule({ ...platform, shippedTo }),
    channelsModule(platform),
    catalogModule(platform),
    ordersModule({ ...platform, customers }),
    preferencesModule({ ...platform, habitsOf }),
    collectionModule({ ...platform, customers }),
    importsModule({ ...platform, customers, folder: platform.directory.path }),
    connectorsModule({ ...platform, customers }),
    metricsModule(platform),
    definitionsModule({
      ...platform,
      language,
      productsWithin,
      segments: (ids) => segmentsMeant(db, ids),
    }),
    segmentsModule({ ...platform, customers, language, productsWithin }),
    reconciliationModule({ ...platform, countedOrders, orderNumbers }),
    storefrontModule({
      ...platform,
      customers,
      shelf,
      signing: userSigning,
      isServed: servesFront(platform),
      sample: platform.instance.kind === 'sample',
    }),
  ];
  return all;
}

/** The sample shop has its front; beside a shop of one's own it is shown where that is asked for. */
export const servesFront = ({ instance, settings }: Pick<AppPlatform, 'instance' | 'settings'>): boolean =>
  instance.kind === 'sample' || settings.SHOP_FRONT === 'on';
