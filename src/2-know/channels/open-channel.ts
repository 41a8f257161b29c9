import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import type { ChannelId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { type NewChannel, ownersOn } from './contract.ts';
import { insertChannel } from './store.ts';

/** Throws `channel_name_taken`. */
export async function openChannel(
  { db, audit, clock }: Pick<Platform, 'db' | 'audit' | 'clock'>,
  actor: AuditEntry['actor'],
  channel: NewChannel,
): Promise<ChannelId> {
  return await db.transaction().execute(async (tx) => {
    const owners = channel.owners ?? ownersOn(channel.platform);
    const id = await insertChannel(tx, { ...channel, owners, created_at: clock.now() });
    if (id === null)
      throw new Problem('channel_name_taken', { fields: [{ field: 'name', code: 'channel_name_taken' }] });
    await audit.record(tx, {
      actor,
      act: 'channel.open',
      object: `channel:${id}`,
      detail: { platform: channel.platform },
    });
    return id;
  });
}
