import { dayAfter, startOfDay } from '#decide/metrics';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { Platform } from '#platform/module';
import { channelSeen } from './channel-seen.ts';
import { daysOfMonth } from './compare-month.ts';
import { nameOf } from './state-figures.ts';
import { type ClosingRow, closingById, insertClosing, reopen } from './store.ts';

export type CloseParts = Pick<Platform, 'db' | 'audit' | 'clock' | 'log'>;
type Actor = Exclude<Principal, { kind: 'anonymous' }>;

/**
 * What is learned of the month from now on is a restatement: later events of the log. Throws `not_found`, `month_not_over`,
 * `month_closed`.
 */
export async function closeMonth(
  { db, audit, clock, log }: CloseParts,
  actor: Actor,
  { channel: id, month }: { channel: number; month: string },
): Promise<ClosingRow> {
  const channel = await channelSeen(db, id, actor);
  const now = clock.now();
  if (startOfDay(dayAfter(daysOfMonth(month).to), channel.zone) > now.getTime())
    throw new Problem('month_not_over');
  return await db.transaction().execute(async (tx) => {
    const closing = await insertClosing(tx, {
      channel_id: channel.channel_id,
      month,
      position: await log.head(tx),
      closed_at: now,
      closed_by: nameOf(actor),
    });
    if (!closing) throw new Problem('month_closed');
    await audit.record(tx, { actor, act: 'month.close', object: `channel:${id}`, detail: { month } });
    return closing;
  });
}

/** Throws `not_found`, `conflict` where it is open already. */
export async function reopenMonth(
  { db, audit, clock }: CloseParts,
  actor: Actor,
  id: number,
): Promise<ClosingRow> {
  const closing = await closingById(db, id);
  if (!closing) throw new Problem('not_found');
  await channelSeen(db, closing.channel_id, actor);
  return await db.transaction().execute(async (tx) => {
    if (!(await reopen(tx, id, clock.now(), nameOf(actor)))) throw new Problem('conflict');
    const { channel_id: channel, month } = closing;
    await audit.record(tx, { actor, act: 'month.reopen', object: `channel:${channel}`, detail: { month } });
    return (await closingById(tx, id)) as ClosingRow;
  });
}
