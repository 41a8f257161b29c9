import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import type { ChannelId } from '#platform/ids';
import type { Platform } from '#platform/module';
import type { ChannelChanges } from './contract.ts';
import { lockChannel, saveChannel } from './store.ts';

/** Throws `not_found`, `channel_name_taken`. */
export async function changeChannel(
  { db, audit, clock }: Pick<Platform, 'db' | 'audit' | 'clock'>,
  actor: AuditEntry['actor'],
  id: ChannelId,
  { closed, ...changes }: ChannelChanges,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const channel = await lockChannel(tx, id);
    if (!channel) throw new Problem('not_found');
    const closedAt =
      closed === undefined ? channel.closed_at : closed ? (channel.closed_at ?? clock.now()) : null;
    if (!(await saveChannel(tx, { ...channel, ...defined(changes), closed_at: closedAt })))
      throw new Problem('channel_name_taken', { fields: [{ field: 'name', code: 'channel_name_taken' }] });
    await audit.record(tx, {
      actor,
      act: 'channel.change',
      object: `channel:${id}`,
      detail: {
        fields: Object.keys({ ...defined(changes), ...(closed !== undefined && { closed }) }).join(' '),
      },
    });
  });
}

/** Without what was not named. */
const defined = <T extends object>(given: T): { [K in keyof T]: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
