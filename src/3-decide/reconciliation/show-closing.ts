/** A closed month: its figures as they were closed, as they are now, and of which orders something was learned in between. */
import { entrySums, METRICS, type Stretch, stretchesOf, sumFrom } from '#decide/metrics';
import { type ChannelRow, channelById } from '#know/channels';
import type { orderNumbers } from '#know/orders/module';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { type Lake, shippingStatus } from '#platform/lake';
import type { Db } from '#platform/postgres';
import { channelSeen } from './channel-seen.ts';
import { daysOfMonth } from './compare-month.ts';
import type { ClosingDetail, ClosingItem, FigureName } from './contract.ts';
import { COUNTINGS, type Counting } from './counting.ts';
import { type ClosingRow, closingById, closingToFreeze, freezeSums, type KindSum } from './store.ts';

export type ClosingParts = { db: Db; lake: Lake; orderNumbers: typeof orderNumbers };

const MOST = 200;

export async function showClosing(
  parts: ClosingParts,
  id: number,
  figure: FigureName,
  principal: Principal,
): Promise<ClosingDetail> {
  const closing = await closingById(parts.db, id);
  if (!closing) throw new Problem('not_found');
  const channel = await channelSeen(parts.db, closing.channel_id, principal);
  const item = closingItemOf(closing, channel);
  if (!closing.sums) return { ...item, ready: false, figures: [], orders: [] };
  const now = await sumsOf(parts.lake, stretchOf(closing, channel, 'none'));
  return {
    ...item,
    ready: true,
    figures: figuresOf(closing.sums, now),
    orders: await restated(parts, closing, channel, COUNTINGS.get(figure) as Counting),
  };
}

export const closingItemOf = (row: ClosingRow, channel: ChannelRow | undefined): ClosingItem => ({
  id: String(row.closing_id),
  channel: { id: String(row.channel_id), name: channel?.name ?? '' },
  month: row.month,
  currency: channel?.currency ?? 'XXX',
  closed_at: row.closed_at.toISOString(),
  closed_by: row.closed_by,
  reopened_at: row.reopened_at?.toISOString() ?? null,
  reopened_by: row.reopened_by,
});

/** Draws the sums of one closed month when the lake has come to the moment it was closed; how many it drew. */
export async function freezeClosing({ db, lake }: Pick<ClosingParts, 'db' | 'lake'>): Promise<number> {
  const { position } = await shippingStatus(db);
  const closing = await closingToFreeze(db, position);
  const channel = closing && (await channelById(db, closing.channel_id));
  if (!closing || !channel) return 0;
  const stretch = { ...stretchOf(closing, channel, 'none'), until: closing.position };
  await freezeSums(db, closing.closing_id, await sumsOf(lake, stretch));
  return 1;
}

const stretchOf = ({ month }: ClosingRow, channel: ChannelRow, by: Stretch['by']): Stretch =>
  stretchesOf([channel], daysOfMonth(month), by)[0] as Stretch;

async function sumsOf(lake: Lake, stretch: Stretch): Promise<KindSum[]> {
  const sums = await entrySums(lake, stretch);
  return sums.map(({ kind, amount, quantity }) => ({
    kind,
    amount: Number(amount),
    quantity: Number(quantity),
  }));
}

/** Figures that are sums: quotients and people follow from them or are nobody's books. */
const figuresOf = (before: readonly KindSum[], after: readonly KindSum[]): ClosingDetail['figures'] =>
  METRICS.flatMap(({ name, unit, title, measure }) => {
    if (measure.how !== 'sum' || unit === 'share') return [];
    const [closed, now] = [sumFrom(before, measure.sum), sumFrom(after, measure.sum)];
    return [{ name, unit, title, closed, now, restated: now - closed }];
  });

async function restated(
  { db, lake, orderNumbers }: ClosingParts,
  closing: ClosingRow,
  channel: ChannelRow,
  { sign }: Counting,
): Promise<ClosingDetail['orders']> {
  const later = await entrySums(lake, {
    ...stretchOf(closing, channel, 'order'),
    after: closing.position,
  });
  const byOrder = new Map<string, number>();
  for (const { key, kind, amount } of later)
    byOrder.set(key, (byOrder.get(key) ?? 0) + sign(kind) * Number(amount));
  const largest = [...byOrder]
    .filter(([, amount]) => amount !== 0)
    .sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))
    .slice(0, MOST);
  const numbers = await orderNumbers(
    db,
    largest.map(([id]) => Number(id)),
  );
  return largest.map(([id, amount]) => ({ id, number: numbers.get(Number(id)) ?? id, amount }));
}
