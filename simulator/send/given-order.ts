/** An order as `POST /api/channels/:id/orders` wants it. */
import type { Product } from '../catalogue/product.ts';
import type { Order } from '../shop/order.ts';
import { iso } from '../time/iso.ts';
import type { World } from '../world/world.ts';
import type { OrderShape } from '../write/file-out.ts';

/** `told`: nothing is said of what comes after this moment. `latest`: nothing is dated later. */
export function givenOrder(
  world: World,
  products: readonly Product[],
  order: Order,
  { told, latest }: { told: number; latest: number },
): unknown {
  const { buyer, coupon, refund, cancelledAt, channel } = order;
  const when = (at: number): string => iso(Math.min(at, latest));
  const isBack = refund !== null && refund.at <= told;
  const isCancelled = cancelledAt !== null && cancelledAt <= told;
  return {
    platform_id: order.number,
    number: order.number,
    placed_at: when(order.at),
    updated_at: when(changedAt(order, told)),
    customer: {
      ...(buyer.userId && { user_id: buyer.userId }),
      ...(buyer.email && { email: buyer.email }),
      ...(channel === 'own' && { phone: buyer.phone }),
      traits: { name: buyer.name },
    },
    details: {
      name: buyer.name,
      phone: buyer.phone,
      address: { province: buyer.province, city: buyer.city, street: buyer.street },
    },
    lines: order.lines.map(({ product, variant, quantity, price }, n) => {
      const about = products[product];
      const kind = about?.variants[variant];
      return {
        id: String(n + 1),
        product_id: about?.id,
        sku: kind?.sku,
        title: `${about?.name[world.language]} - ${kind?.option[world.language]}`,
        quantity,
        unit_price: (price / 100).toFixed(2),
      };
    }),
    adjustments: [
      ...(coupon ? [{ kind: 'discount', amount: -coupon.amount, label: coupon.code }] : []),
      ...(order.shipping > 0 ? [{ kind: 'shipping', amount: order.shipping }] : []),
    ],
    payments: [{ id: '1', method: order.payment, amount: order.total, at: when(order.at) }],
    cancelled_at: isCancelled ? when(cancelledAt) : null,
    refunds: isBack ? [{ id: '1', at: when(refund.at), amount: refund.amount }] : [],
    country: world.country,
  };
}

/** The last thing that had happened to it by then. */
const changedAt = ({ at, cancelledAt, refund }: Order, told: number): number =>
  Math.max(...[at, cancelledAt ?? at, refund?.at ?? at].filter((change) => change <= told), at);

/** A line each, for `loadOrders`. */
export const GIVEN_ORDERS: OrderShape = {
  files: { orders: 'orders.jsonl', marketplace: 'orders_marketplace.jsonl' },
  header: null,
  row: (world, products, order, until) =>
    JSON.stringify(givenOrder(world, products, order, { told: until, latest: until })),
};
