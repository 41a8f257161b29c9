/** Channels for the tests of others. */
import type { ChannelId } from '#platform/ids';
import type { Db, MigrationSet } from '#platform/postgres';
import { type NewChannel, ownersOn } from './contract.ts';
import { insertChannel } from './store.ts';

export { changeChannel } from './change-channel.ts';

export const CHANNELS_MIGRATIONS: MigrationSet = {
  module: 'know/channels',
  folder: `${import.meta.dirname}/migrations`,
};

export async function aChannel(db: Db, given: Partial<NewChannel> & { name: string }): Promise<ChannelId> {
  const platform = given.platform ?? 'own';
  const channel = {
    platform,
    currency: 'CNY',
    zone: 'Asia/Shanghai',
    country: 'CN',
    fee_percent: 0,
    fee_fixed: 0,
    ...given,
    owners: given.owners ?? ownersOn(platform),
    created_at: new Date('2026-11-01T00:00:00Z'),
  };
  return await db.transaction().execute(async (tx) => (await insertChannel(tx, channel)) as ChannelId);
}
