/** What acts on connectors need of the platform and of those who keep what is fetched. */
import { channelById } from '#know/channels';
import type { RecordParts } from '#know/orders';
import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import type { Platform } from '#platform/module';
import type { Outbox } from '#platform/outbox';
import type { Connector, Reach } from './connector.ts';
import { createReach, type Held, type ReachParts } from './reach.ts';
import { openFor, type Settings } from './settings-of.ts';
import type { ConnectionRow } from './store.ts';

export type ConnectorParts = RecordParts &
  Pick<Platform, 'vault' | 'audit'> & {
    egress: ReachParts['egress'] & { isReleased(): Promise<boolean> };
    /** Where we are reached from outside; null until that was seen to be so. */
    publicAddress(): Promise<string | null>;
    wait?: ReachParts['wait'];
    outbox: Outbox;
    connectors: readonly Connector[];
    /** By connection. */
    held: Map<number, Held>;
  };

/** Throws `connector_unknown`. */
export function connectorNamed({ connectors }: Pick<ConnectorParts, 'connectors'>, name: string): Connector {
  const connector = connectors.find((one) => one.name === name);
  if (!connector) throw new Problem('connector_unknown');
  return connector;
}

export function nameOf(actor: AuditEntry['actor']): string {
  if (actor.kind === 'system') return `system:${actor.name}`;
  return actor.kind === 'anonymous' ? 'anonymous' : `${actor.kind}:${actor.id}`;
}

/** The way to the platform of a connection, with its settings. */
export async function reachOf(parts: ConnectorParts, row: ConnectionRow): Promise<Reach> {
  const channel = await channelById(parts.db, row.channel_id);
  const settings = (await openFor(parts, row.connection_id, row.settings)) as Settings | null;
  if (!channel || !settings)
    throw new Error(`Connection ${row.connection_id} has lost its channel or its key.`);
  // New settings mean new tokens.
  const key = row.connection_id;
  const print = row.settings.toString('base64', 0, 24);
  const before = parts.held.get(key);
  const held: Held = before?.has(print) ? before : new Map([[print, { value: null, until: row.created_at }]]);
  parts.held.set(key, held);
  return createReach(parts, { settings, channel, held });
}
