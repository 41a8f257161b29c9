/** The table of errors. A new error is a new row in one of its parts; `{name}` is filled from the Problem's params. */
import { CONNECTORS } from './catalogue/connectors.ts';
import { CUSTOMERS } from './catalogue/customers.ts';
import { DEFINITIONS } from './catalogue/definitions.ts';
import { EVENTS } from './catalogue/events.ts';
import { REQUESTS } from './catalogue/requests.ts';
import { RUNNING } from './catalogue/running.ts';
import { SHOP } from './catalogue/shop.ts';

export const CATALOGUE = {
  ...REQUESTS,
  ...EVENTS,
  ...SHOP,
  ...CUSTOMERS,
  ...CONNECTORS,
  ...DEFINITIONS,
  ...RUNNING,
} as const;

export type ErrorCode = keyof typeof CATALOGUE;
