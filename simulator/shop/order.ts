/** An order, as whoever sends it on needs it, and what the truth knows of it. */
import type { Account } from '../people/account.ts';

export type OrderLine = { product: number; variant: number; quantity: number; price: number };

export type Order = {
  number: string;
  /** For the truth and for reactions; never sent. */
  person: number;
  channel: 'own' | 'marketplace';
  at: number;
  /** Masked where the channel masks. */
  buyer: Pick<Account, 'name' | 'phone' | 'province' | 'city' | 'street' | 'postcode'> & {
    email: string | null;
    userId: string | null;
  };
  consents: boolean;
  lines: OrderLine[];
  goods: number;
  coupon: { code: string; amount: number } | null;
  shipping: number;
  total: number;
  payment: string;
  cancelledAt: number | null;
  shippedAt: number;
  deliveredAt: number;
  warehouse: string;
  courier: string;
  refund: { at: number; amount: number } | null;
};
