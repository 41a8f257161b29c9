/** An order as the shop on this machine has it, and what one types to connect to that shop. */
import { SECRET, SHOP, type ShopOrder } from './shop-server.ts';

export const settings = { shop: SHOP, client_id: 'client-12345', client_secret: SECRET };

let nextId = 1000;
export const anOrder = (more: Partial<ShopOrder> = {}): ShopOrder => {
  const at = more.createdAt ?? new Date('2026-11-18T09:00:00Z');
  return {
    id: nextId++,
    createdAt: at,
    updatedAt: at,
    email: 'ann@example.com',
    lines: [{ price: 1999, quantity: 2, discount: 0 }],
    shipping: 500,
    tax: 320,
    test: false,
    cancelledAt: null,
    refunds: [],
    ...more,
  };
};
