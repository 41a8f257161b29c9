/** Every preset there is, each in a file of its own. */
import type { Preset } from '../preset.ts';
import { completeJourney } from './complete-journey.ts';
import { jdOrders } from './jd.ts';
import { mailingLists } from './mailing-lists.ts';
import { courierParcels, tillReceipts } from './offline.ts';
import { olist } from './olist.ts';
import { onlineRetail } from './online-retail.ts';
import { ownCustomers, ownDeliveries, ownOrders, ownOutside, ownProducts } from './own-tables.ts';
import { shopify } from './shopify.ts';
import { taobao } from './taobao.ts';
import { woocommerce } from './woocommerce.ts';

export const PRESETS: readonly Preset[] = [
  ownOrders,
  ownCustomers,
  ownProducts,
  ownDeliveries,
  ownOutside,
  ...shopify,
  ...woocommerce,
  ...taobao,
  jdOrders,
  ...mailingLists,
  tillReceipts,
  courierParcels,
  onlineRetail,
  completeJourney,
  olist,
];
