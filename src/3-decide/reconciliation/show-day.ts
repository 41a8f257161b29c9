/** One day of a channel, its difference opened to single orders. */
import { dayAfter, startOfDay } from '#decide/metrics';
import type { ChannelRow } from '#know/channels';
import type { countedOrders } from '#know/orders/module';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { Db } from '#platform/postgres';
import { channelSeen } from './channel-seen.ts';
import type { DayQuery, ExplainedDay } from './contract.ts';
import { COUNTINGS, type Counting, type Window } from './counting.ts';
import { explainDay, type Finding } from './explain-day.ts';
import { listedElsewhere, listedOn, statements } from './store.ts';

export type DayParts = { db: Db; countedOrders: typeof countedOrders };

/** Where platforms keep their calendars. */
const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'America/Los_Angeles',
  'America/New_York',
  'Europe/London',
  'Europe/Berlin',
];
const MOST = 500;

/** Throws `not_found` where the platform said nothing of the day. */
export async function showDay(
  { db, countedOrders }: DayParts,
  { channel: id, day, figure }: DayQuery,
  principal: Principal,
): Promise<ExplainedDay> {
  const channel = await channelSeen(db, id, principal);
  const of = { channel: channel.channel_id, figure };
  const [statement] = await statements(db, of, day, day);
  if (!statement) throw new Problem('not_found');
  const listed = statement.itemised ? await listedOn(db, of, day) : null;
  const [own, ...otherDays] = windowsOf(day, channel);
  const near = [own, ...otherDays];
  const orders = await countedOrders(db, {
    channel: channel.channel_id,
    from: new Date(Math.min(...near.map(({ from }) => from))),
    to: new Date(Math.max(...near.map(({ to }) => to))),
    numbers: (listed ?? []).map(({ number }) => number),
  });
  const inCurrency = orders.filter(({ currency }) => currency === channel.currency);
  const explained = explainDay({
    stated: { amount: statement.amount, orders: listed },
    orders: inCurrency,
    counting: COUNTINGS.get(figure) as Counting,
    day: own,
    otherDays,
    listedElsewhere: await listedElsewhere(
      db,
      of,
      day,
      inCurrency.flatMap(({ platformId, number }) => [platformId, number]),
    ),
  });
  return {
    day,
    currency: channel.currency,
    platform: statement.amount,
    ours: explained.ours,
    difference: explained.difference,
    itemised: statement.itemised,
    reasons: reasonsOf(explained.findings),
    items: largest(explained.findings),
  };
}

/** The day in the channel's zone first, then as the other zones have it. */
function windowsOf(day: string, { zone }: ChannelRow): [Window, ...Window[]] {
  const windowIn = (where: string): Window => ({
    from: startOfDay(day, where),
    to: startOfDay(dayAfter(day), where),
  });
  const own = windowIn(zone);
  const others = new Map(ZONES.map(windowIn).map((one) => [one.from, one]));
  others.delete(own.from);
  return [own, ...others.values()];
}

function reasonsOf(findings: readonly Finding[]): ExplainedDay['reasons'] {
  return [...Map.groupBy(findings, ({ reason }) => reason)]
    .map(([reason, group]) => ({
      reason,
      orders: group.filter(({ order }) => order !== null).length,
      amount: group.reduce((sum, { amount }) => sum + amount, 0),
    }))
    .sort((one, other) => Math.abs(other.amount) - Math.abs(one.amount));
}

const largest = (findings: readonly Finding[]): ExplainedDay['items'] =>
  [...findings]
    .sort((one, other) => Math.abs(other.amount) - Math.abs(one.amount))
    .slice(0, MOST)
    .map(({ order, ...finding }) => ({
      ...finding,
      order: order && { id: order.id === null ? null : String(order.id), number: order.number },
    }));
