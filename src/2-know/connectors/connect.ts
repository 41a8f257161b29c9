import { randomBytes } from 'node:crypto';
import { type ChannelRow, channelById } from '#know/channels';
import type { AuditEntry } from '#platform/audit';
import { type FieldError, Problem } from '#platform/errors';
import type { ChannelId } from '#platform/ids';
import type { Connector } from './connector.ts';
import { type ConnectorParts, connectorNamed, nameOf } from './parts.ts';
import { createReach } from './reach.ts';
import { type Settings, sealFor } from './settings-of.ts';
import * as store from './store.ts';
import { Unreachable } from './unreachable.ts';

export type Asked = { connector: string; channelId: ChannelId; settings: Settings };

/**
 * Asks the platform whether the settings work, and begins to read. One that does not answer now is connected all the same: it is asked again.
 * Throws `connector_unknown`, `connector_platform_other`, `connector_setting_invalid`, `connector_refused`, `connector_taken`.
 */
export async function connect(
  parts: ConnectorParts,
  actor: AuditEntry['actor'],
  { connector: name, channelId, settings }: Asked,
): Promise<number> {
  const connector = connectorNamed(parts, name);
  const channel = await channelById(parts.db, channelId);
  if (!channel || channel.closed_at) throw new Problem('not_found');
  if (!reaches(connector, channel)) throw new Problem('connector_platform_other');
  const checked = checkedSettings(connector, settings);
  await tryOut(parts, connector, channel, checked);
  const at = parts.clock.now();
  return await parts.db.transaction().execute(async (tx) => {
    const by = nameOf(actor);
    const id = await store.insertConnection(tx, { connector: name, channelId, actor: by, at });
    if (id === null) throw new Problem('connector_taken');
    await store.saveSettings(tx, id, await sealFor(parts, id, checked, tx));
    await store.beginFeeds(
      tx,
      id,
      connector.feeds.map((feed) => feed.name),
      at,
    );
    await parts.audit.record(tx, {
      actor,
      act: 'connection.connect',
      object: `connection:${id}`,
      detail: { connector: name, channel: channelId },
    });
    return id;
  });
}

/** Taobao and Tmall are one platform behind two names; what is on none of ours may be connected anywhere. */
const reaches = ({ platform }: Connector, channel: ChannelRow): boolean =>
  platform === channel.platform ||
  platform === 'other' ||
  (['taobao', 'tmall'].includes(platform) && ['taobao', 'tmall'].includes(channel.platform));

/** Only what the connector knows, all that it needs, and nothing that looks wrong. */
export function checkedSettings({ fields }: Connector, given: Settings): Settings {
  const errors: FieldError[] = [];
  const known = new Set(fields.map((field) => field.name));
  for (const name of Object.keys(given))
    if (!known.has(name)) errors.push({ field: `settings.${name}`, code: 'field_unknown' });
  const settings: Record<string, string> = {};
  for (const { name, optional, looks, made } of fields) {
    const entered = (given[name] ?? '').trim();
    const value = entered === '' && made ? randomBytes(24).toString('base64url') : entered;
    if (value === '' && optional) continue;
    if (value === '' || value.includes('\0') || (looks && !looks.test(value)))
      errors.push({ field: `settings.${name}`, code: 'connector_setting_invalid' });
    settings[name] = value;
  }
  if (errors.length > 0) throw new Problem('body_invalid', { fields: errors });
  return settings;
}

/** Once: somebody is waiting. */
export async function tryOut(
  parts: ConnectorParts,
  connector: Connector,
  channel: ChannelRow,
  settings: Settings,
): Promise<void> {
  const reach = createReach(parts, { settings, channel, held: new Map(), attempts: 1 });
  try {
    await connector.check?.(reach);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    if (error.code === 'connector_refused')
      throw new Problem('connector_refused', { params: { detail: error.detail }, cause: error });
  }
}
