/** Every kind of table there is. */
import { customers } from './customers.ts';
import { deliveries } from './deliveries.ts';
import type { Kind } from './kind.ts';
import { orders } from './orders.ts';
import { outside } from './outside.ts';
import { products } from './products.ts';

export const KINDS: readonly Kind[] = [orders, customers, products, deliveries, outside];
export type KindName = Kind['name'];
export const kindNamed = (name: KindName): Kind => KINDS.find((kind) => kind.name === name) as Kind;
