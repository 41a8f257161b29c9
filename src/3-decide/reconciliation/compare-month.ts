/** A month of a channel, day by day: what its platform says, what we count, and by how much they differ. */
import { dayAfter, type Figures } from '#decide/metrics';
import type { Principal } from '#platform/http';
import { decimalsOf } from '#platform/money';
import type { Db } from '#platform/postgres';
import { channelSeen } from './channel-seen.ts';
import type { ComparedMonth, MonthQuery } from './contract.ts';
import { statements } from './store.ts';

export async function compareMonth(
  { db, figures }: { db: Db; figures: Figures },
  { channel: id, month, figure }: MonthQuery,
  principal: Principal,
): Promise<ComparedMonth> {
  const channel = await channelSeen(db, id, principal);
  const { from, to } = daysOfMonth(month);
  const [stated, counted] = await Promise.all([
    statements(db, { channel: channel.channel_id, figure }, from, to),
    figures.figure(figure, { from, to, by: 'day', channel: id, currency: channel.currency }, null),
  ]);
  const theirs = new Map(stated.map((one) => [one.day, one]));
  const ours = new Map(counted.items.map(({ key, value }) => [key, value ?? 0]));
  const days = [...new Set([...theirs.keys(), ...ours.keys()])].sort();
  return {
    channel: { id: String(id), name: channel.name },
    currency: channel.currency,
    decimals: decimalsOf(channel.currency),
    zone: channel.zone,
    items: days.map((day) => {
      const platform = theirs.get(day)?.amount ?? null;
      const own = ours.get(day) ?? 0;
      return {
        day,
        platform,
        ours: own,
        difference: platform === null ? null : platform - own,
        itemised: theirs.get(day)?.itemised ?? false,
      };
    }),
  };
}

/** First and last day of `2026-10`. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
  return { from: `${month}-01`, to: dayAfter(next, -1) };
}
