/** Opens the front: a channel that sells there, a source for its tag, and a browser key that every page of it carries. */
import { allChannels, type ChannelRow, openChannel } from '#know/channels';
import { createKey, createSource, sourceIdByName } from '#know/sources';
import type { UserSigning } from '#know/sources/module';
import type { AuditEntry } from '#platform/audit';
import type { ChannelId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { decimalsOf } from '#platform/money';
import { type FrontRow, insertFront, theFront } from './store.ts';

export type OpeningParts = Pick<Platform, 'db' | 'audit' | 'clock'> & { signing: UserSigning };
export type NewFront = { name: string; currency: string; zone: string; country: string };

const BY: AuditEntry['actor'] = { kind: 'system', name: 'storefront' };
/** In major units; whole in every currency. */
const SHIPPING = { fee: 10, freeFrom: 199 };

/** Where there is one already, nothing changes. It sells in the first open channel of platform `own`; where there is none, one is opened. */
export async function openFront(parts: OpeningParts, wanted: NewFront): Promise<void> {
  if (await theFront(parts.db)) return;
  const channels = await allChannels(parts.db);
  const channel = channels.find(isOurs) ?? null;
  const channel_id = channel?.channel_id ?? (await ownChannel(parts, wanted));
  const name = wanted.name;
  const source_id =
    (await sourceIdByName(parts.db, name)) ?? (await createSource(parts, BY, { name, kind: 'web' }));
  const { writeKey } = await createKey(parts, BY, { sourceId: source_id, kind: 'browser' });
  const secret = await parts.signing.issueSecret(parts, BY, source_id);
  const unit = 10 ** decimalsOf(channel?.currency ?? wanted.currency);
  const front: FrontRow = {
    name,
    channel_id,
    source_id,
    write_key: writeKey,
    token_secret: Buffer.from(secret),
    shipping_fee: SHIPPING.fee * unit,
    free_from: SHIPPING.freeFrom * unit,
  };
  await insertFront(parts.db, front, parts.clock.now());
}

export const isOurs = (channel: ChannelRow): boolean =>
  channel.platform === 'own' && channel.closed_at === null && channel.owners.orders === 'regulars';

const ownChannel = (parts: OpeningParts, { name, currency, zone, country }: NewFront): Promise<ChannelId> =>
  openChannel(parts, BY, { name, platform: 'own', currency, zone, country, fee_percent: 0, fee_fixed: 0 });
