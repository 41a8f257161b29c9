/** An order, and everything that will come of it: all of it is settled when it is placed, and told when its time comes. */
import { accountOf, masked, paymentOf } from '../people/account.ts';
import { FLAG, remember } from '../people/population.ts';
import { Draw, purpose } from '../random/draw.ts';
import { DAY } from '../time/calendar.ts';
import { iso } from '../time/iso.ts';
import type { Bilingual, Death } from '../world/world.ts';
import type { Order, OrderLine } from './order.ts';
import { whoOf } from './out.ts';
import type { Shop, Struck } from './shop.ts';
import { whatPeopleSay } from './what-people-say.ts';

const AFTER = purpose('after');
const after = new Draw();
const FIRST_ORDER = 10_000;

export const CAUSE = {
  lifetime: 0,
  one_and_done: 1,
  per_purchase: 2,
  bad_experience: 3,
  message: 4,
} as const;

export const priceNow = (
  { products, calendar }: Shop,
  product: number,
  variant: number,
  day: number,
): number => {
  const price = products[product]?.variants[variant]?.price ?? 0;
  const discount = calendar.discount[day] as number;
  return discount === 0 ? price : Math.round(price * (1 - discount));
};

type Buying = {
  person: number;
  account: number;
  at: number;
  lines: OrderLine[];
  coupon: number;
  because: string | null;
};

export function buy(shop: Shop, buying: Buying): Order {
  const { seed, people, out } = shop;
  const { person, account, lines, at } = buying;
  const turn = people.orders[person] as number;
  after.aim(seed, person, AFTER, turn);
  const order = orderOf(shop, buying);
  const trouble = troubleOf(shop, order);
  if (order.cancelledAt === null) refundOf(shop, order, trouble);
  out.order(order, at);
  out.truth({
    what: 'order',
    who: whoOf(person),
    at: iso(at),
    order: order.number,
    total: order.total,
    warehouse: order.warehouse,
    courier: order.courier,
    delivered: iso(order.deliveredAt),
    ...(buying.because !== null && { because: buying.because }),
    ...(trouble && { trouble: trouble.id, reason: trouble.reason }),
  });
  people.orders[person] = turn + 1;
  for (const { product } of lines) remember(people, person, product);
  const changedAt = order.cancelledAt ?? order.refund?.at;
  if (changedAt !== undefined) shop.later({ at: changedAt, does: 'change order', order });
  const isSettled =
    order.cancelledAt === null && whatPeopleSay(shop, { person, account, turn, order, trouble, draw: after });
  loses(shop, person, order, { trouble: trouble !== null, isSettled, first: turn === 0 });
  return order;
}

function orderOf(shop: Shop, { person, account, at, lines, coupon }: Buying): Order {
  const { world, seed, people } = shop;
  const flags = people.flags[person] as number;
  const { basket, delivery } = world;
  const isMasked = (flags & FLAG.marketplace) !== 0;
  const who = accountOf(seed, person, account, flags);
  const goods = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  const off = Math.round(goods * coupon);
  const shipping = goods - off >= basket.free_shipping_from ? 0 : basket.shipping;
  const warehouse = delivery.warehouses[after.weighted(delivery.warehouses.map(({ share }) => share))];
  const courier = delivery.couriers[after.weighted(delivery.couriers.map(({ share }) => share))];
  const shippedAt = at + Math.ceil((warehouse?.days ?? 0) * after.exponential() * DAY);
  const isCancelled = after.chance(basket.cancelled_share);
  return {
    number: `HM${FIRST_ORDER + ++shop.orders}`,
    person,
    channel: isMasked ? 'marketplace' : 'own',
    at,
    buyer: {
      province: who.province,
      city: who.city,
      street: isMasked ? '' : who.street,
      postcode: isMasked ? '' : who.postcode,
      ...(isMasked ? masked(who) : { name: who.name, phone: who.phone }),
      email: isMasked ? null : who.email,
      userId: isMasked || flags & FLAG.guest ? null : who.userId,
    },
    consents: (flags & FLAG.consents) !== 0,
    lines,
    goods,
    coupon: off > 0 ? { code: `HILL${Math.round(coupon * 100)}`, amount: off } : null,
    shipping,
    total: goods - off + shipping,
    payment: paymentOf(seed, person),
    cancelledAt: isCancelled ? Math.ceil(at + (shippedAt - at) * after.unit()) : null,
    shippedAt,
    deliveredAt:
      shippedAt + Math.ceil((courier?.days ?? 0) * after.lognormal(courier?.days_spread ?? 0) * DAY),
    warehouse: warehouse?.id ?? '',
    courier: courier?.id ?? '',
    refund: null,
  };
}

export type Suffered = { id: string; reason: string; says: readonly Bilingual[] };

/** What goes wrong with it: a trouble of those days, or one of every day. A late one arrives later. */
function troubleOf(shop: Shop, order: Order): Suffered | null {
  const day = shop.calendar.dayOf(order.at);
  for (const trouble of shop.troubles) {
    if (day < trouble.first || day > trouble.last || !isTouched(trouble, order)) continue;
    if (!after.chance(trouble.probability)) continue;
    order.deliveredAt += Math.ceil(trouble.late_days * DAY);
    return trouble;
  }
  for (const { reason, probability, says } of shop.world.delivery.everyday)
    if (after.chance(probability)) return { id: 'everyday', reason, says };
  return null;
}

const isTouched = (trouble: Struck, { lines, warehouse, courier }: Order): boolean =>
  (trouble.struck?.size ? lines.some(({ product }) => trouble.struck?.has(product)) : false) ||
  trouble.warehouse === warehouse ||
  trouble.courier === courier;

function refundOf(shop: Shop, order: Order, trouble: Suffered | null): void {
  const { refund_share: refunds, return_share: returns } = shop.world.delivery;
  if (!after.chance(trouble ? refunds : returns)) return;
  const at = order.deliveredAt + Math.ceil(after.exponential() * shop.world.reviews.days * DAY);
  order.refund = { at, amount: order.goods - (order.coupon?.amount ?? 0) };
  shop.out.intent({
    door: 'returns',
    at: iso(at),
    order: order.number,
    user_id: order.buyer.userId,
    text: trouble ? after.of(trouble.says)[shop.world.language] : '',
    amount: order.refund.amount,
  });
}

/** Silent: nobody says goodbye. */
function loses(
  { world, people }: Shop,
  person: number,
  order: Order,
  { trouble, isSettled, first }: { trouble: boolean; isSettled: boolean; first: boolean },
): void {
  const { one_and_done: once, after_bad: bad, deaths } = world.lifecycle;
  const death = deaths[people.death[person] as number] as Death;
  const die = (at: number, cause: number): void => {
    if (at >= (people.deathAt[person] as number)) return;
    people.deathAt[person] = at;
    people.deathCause[person] = cause;
  };
  if (first && after.chance(once)) die(order.at + 1, CAUSE.one_and_done);
  if (death.family === 'per_purchase' && after.chance(death.probability))
    die(order.at + 1, CAUSE.per_purchase);
  const risk = isSettled ? bad * (1 - world.service.rescue) : bad;
  if (trouble && after.chance(risk)) die(order.deliveredAt, CAUSE.bad_experience);
}
