/**
 * Why a platform's figure of a day differs from ours: the difference opened to single orders, each with a reason. Pure. What is listed
 * always adds up to the difference, to the last unit; what no rule explains is listed as that, never left out.
 */
import type { CountedOrder } from '#know/orders/module';
import type { Reason } from './contract.ts';
import { type Counting, counted, isIn, type Window, worth } from './counting.ts';
import { fewestThatMake, type Way, waysOf } from './ways.ts';

export type Stated = {
  amount: number;
  /** The platform's own list of the day; null where it gave only the sum. */
  orders: readonly { number: string; amount: number }[] | null;
};

export type Asked = {
  stated: Stated;
  /** Those that count in the window or near it, and those that the platform's list names. */
  orders: readonly CountedOrder[];
  counting: Counting;
  day: Window;
  /** The same day as other zones have it. */
  otherDays: readonly Window[];
  /** Numbers that the platform lists on other days. */
  listedElsewhere: ReadonlySet<string>;
};

/** `amount`: what the platform counts more than we do. `order` null: no single order. */
export type Finding = {
  reason: Reason;
  amount: number;
  order: { id: number | null; number: string } | null;
  /** Read off the platform's own list; otherwise it fits, and that is all that is known. */
  certain: boolean;
};

export type Explained = { ours: number; difference: number; findings: Finding[] };

export function explainDay(asked: Asked): Explained {
  const ours = asked.orders.reduce((sum, order) => sum + counted(order, asked.counting, asked.day), 0);
  const difference = asked.stated.amount - ours;
  const { orders } = asked.stated;
  const findings = orders ? byList(asked, orders) : byTotal(asked, difference);
  return { ours, difference, findings: findings.filter(({ amount }) => amount !== 0) };
}

function byList(asked: Asked, listed: NonNullable<Stated['orders']>): Finding[] {
  const { known, unknown } = matched(asked, listed);
  const total = listed.reduce((sum, { amount }) => sum + amount, 0);
  return [
    ...[...unknown].map(
      ([number, amount]): Finding => ({
        reason: 'missing_here',
        amount,
        order: { id: null, number },
        certain: true,
      }),
    ),
    ...asked.orders.flatMap((order) =>
      ofOrder(asked, order, known.get(order)).map(
        ({ reason, amount }): Finding => ({ reason, amount, order: nameOf(order), certain: true }),
      ),
    ),
    { reason: 'not_itemised', amount: asked.stated.amount - total, order: null, certain: true },
  ];
}

/**
 * A platform may call an order by its own number or by the one that people write, and list it in several parts. Where several have one
 * number, that of the day is meant.
 */
function matched(
  { orders, day }: Asked,
  listed: NonNullable<Stated['orders']>,
): { known: Map<CountedOrder, number>; unknown: Map<string, number> } {
  const byNumber = new Map(
    [...orders]
      .sort((one, other) => Number(isIn(one.placedAt, day)) - Number(isIn(other.placedAt, day)))
      .map((order) => [order.number, order]),
  );
  const byPlatformId = new Map(orders.map((order) => [order.platformId, order]));
  const known = new Map<CountedOrder, number>();
  const unknown = new Map<string, number>();
  for (const { number, amount } of listed) {
    const order = byPlatformId.get(number) ?? byNumber.get(number);
    if (order) known.set(order, (known.get(order) ?? 0) + amount);
    else unknown.set(number, (unknown.get(number) ?? 0) + amount);
  }
  return { known, unknown };
}

/** `theirs` undefined: the platform does not list it. */
function ofOrder(
  asked: Asked,
  order: CountedOrder,
  theirs: number | undefined,
): Pick<Way, 'reason' | 'amount'>[] {
  const { counting, day } = asked;
  const amount = (theirs ?? 0) - counted(order, counting, day);
  if (amount === 0) return [];
  const whole = (reason: Reason) => [{ reason, amount }];
  if (order.test) return whole('test_order');
  const isOfDay = isIn(order.placedAt, day);
  if (theirs === undefined && isOfDay) return whole(whyNotListed(asked, order));
  const parts = fewestThatMake(waysOf(order, counting, day), amount);
  if (parts) return parts;
  return whole(isOfDay || theirs === undefined ? 'amount_differs' : 'other_day');
}

function whyNotListed({ listedElsewhere }: Asked, order: CountedOrder): Reason {
  if (listedElsewhere.has(order.platformId) || listedElsewhere.has(order.number)) return 'other_day';
  return order.cancelledAt ? 'cancelled_later' : 'missing_there';
}

const nameOf = ({ orderId, number }: CountedOrder): { id: number; number: string } => ({
  id: orderId,
  number,
});

/** More rules at once than this explain anything. */
const MOST_RULES = 3;

type Group = { amount: number; findings: Finding[] };

function byTotal(asked: Asked, difference: number): Finding[] {
  if (difference === 0) return [];
  const fits = fewestThatMake(groupsOf(asked), difference, MOST_RULES);
  if (fits) return fits.flatMap(({ findings }) => findings);
  const single = asked.orders.find(
    (order) => counted(order, asked.counting, asked.day) === -difference && isIn(order.placedAt, asked.day),
  );
  return [
    {
      reason: single ? whyNotListed(asked, single) : 'unexplained',
      amount: difference,
      order: single ? nameOf(single) : null,
      certain: false,
    },
  ];
}

/** Each rule as it would change the whole day. */
function groupsOf(asked: Asked): Group[] {
  const { counting, day } = asked;
  const real = asked.orders.filter(({ test }) => !test);
  const tests = asked.orders
    .filter(({ test }) => test)
    .map((order) => fitting(order, 'test_order', worth(order, counting, day)));
  const ways = real.flatMap((order) =>
    waysOf(order, counting, day)
      .filter(({ id }) => isIn(order.placedAt, day) || !id.endsWith('elsewhere'))
      .map(({ id, reason, amount }) => ({ id, finding: fitting(order, reason, amount) })),
  );
  const byRule = [...Map.groupBy(ways, ({ id }) => id).values()].map((group) =>
    group.map(({ finding }) => finding),
  );
  const byZone = asked.otherDays.map((other) =>
    real.map((order) =>
      fitting(order, 'other_day', counted(order, counting, other) - counted(order, counting, day)),
    ),
  );
  return [tests, ...byRule, ...byZone].map(groupOf).filter(({ amount }) => amount !== 0);
}

const fitting = (order: CountedOrder, reason: Reason, amount: number): Finding => ({
  reason,
  amount,
  order: nameOf(order),
  certain: false,
});

const groupOf = (findings: readonly Finding[]): Group => ({
  amount: findings.reduce((sum, { amount }) => sum + amount, 0),
  findings: [...findings],
});
