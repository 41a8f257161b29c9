import type { AuditEntry } from '#platform/audit';
import type { ChannelId } from '#platform/ids';
import type { Platform } from '#platform/module';
import type { GivenStatements } from './contract.ts';
import { saveStatements } from './store.ts';

export type StateParts = Pick<Platform, 'db' | 'audit' | 'clock'>;

/** Takes what a platform says of its own figures, from whoever heard it: staff, a program, a connector. */
export async function stateFigures(
  { db, audit, clock }: StateParts,
  actor: AuditEntry['actor'],
  channel: ChannelId,
  given: GivenStatements,
): Promise<{ days: number; orders: number }> {
  const orders = given.days.reduce((sum, { orders: listed }) => sum + (listed?.length ?? 0), 0);
  const days = new Set(given.days.map(({ day }) => day)).size;
  await db.transaction().execute(async (tx) => {
    await saveStatements(tx, given, { channel, at: clock.now(), by: nameOf(actor) });
    await audit.record(tx, {
      actor,
      act: 'statement.give',
      object: `channel:${channel}`,
      detail: { figure: given.figure, days, orders },
    });
  });
  return { days, orders };
}

export const nameOf = (actor: AuditEntry['actor']): string => (actor.kind === 'anonymous' ? '' : actor.name);
