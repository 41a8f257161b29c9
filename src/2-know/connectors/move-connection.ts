import { channelById } from '#know/channels';
import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import { checkedSettings, tryOut } from './connect.ts';
import { type ConnectorParts, connectorNamed, nameOf } from './parts.ts';
import { forgetAsked } from './requests/store.ts';
import { keyOfConnection, openFor, type Settings, sealFor } from './settings-of.ts';
import * as store from './store.ts';
import { lookAgain } from './webhooks/store.ts';
import { askTakeBack } from './webhooks/take-back.ts';

export type Move = 'pause' | 'resume' | 'disconnect' | 'run';

/** Which moves lead where; what is disconnected stays so. */
const MOVES: Record<Move, { from: readonly store.ConnectionState[]; to: store.ConnectionState }> = {
  pause: { from: ['connected'], to: 'paused' },
  resume: { from: ['paused'], to: 'connected' },
  disconnect: { from: ['connected', 'paused'], to: 'disconnected' },
  run: { from: ['connected'], to: 'connected' },
};

/**
 * With disconnecting the keys go for good: to connect again is a new connection. `gone`: the platform has taken us away, and what we subscribed
 * there with us. Throws `not_found`, `connector_stopped`.
 */
export async function moveConnection(
  parts: ConnectorParts,
  actor: AuditEntry['actor'],
  id: number,
  move: Move,
  { gone = false }: { gone?: boolean } = {},
): Promise<void> {
  const at = parts.clock.now();
  await parts.db.transaction().execute(async (tx) => {
    const row = await store.lockConnection(tx, id);
    if (!row) throw new Problem('not_found');
    const { from, to } = MOVES[move];
    if (!from.includes(row.state)) throw new Problem('connector_stopped');
    if (to !== row.state) await store.saveState(tx, id, { state: to, at, actor: nameOf(actor) });
    if (to === 'connected') {
      await lookAgain(tx, id, at);
      const { feeds } = connectorNamed(parts, row.connector);
      await store.beginFeeds(
        tx,
        id,
        feeds.map(({ name }) => name),
        at,
      );
    }
    if (to === 'disconnected') {
      await store.forgetTold(tx, id);
      await forgetAsked(tx, id);
      const settings = gone ? null : ((await openFor(parts, id, row.settings)) as Settings | null);
      await store.saveSettings(tx, id, Buffer.alloc(0));
      if (!(await askTakeBack(parts, tx, { actor, row, settings })))
        await parts.vault.destroy(tx, [keyOfConnection(id)]);
    }
    await parts.audit.record(tx, { actor, act: `connection.${move}`, object: `connection:${id}` });
  });
  parts.held.delete(id);
}

/** What is not named stays as it is; a secret cannot be read back, only replaced. */
export async function changeConnection(
  parts: ConnectorParts,
  actor: AuditEntry['actor'],
  id: number,
  changes: Settings,
): Promise<void> {
  const row = await store.connectionById(parts.db, id);
  if (!row) throw new Problem('not_found');
  if (row.state === 'disconnected') throw new Problem('connector_stopped');
  const connector = connectorNamed(parts, row.connector);
  const channel = await channelById(parts.db, row.channel_id);
  const present = (await openFor(parts, id, row.settings)) as Settings | null;
  if (!channel) throw new Problem('not_found');
  const settings = checkedSettings(connector, { ...present, ...changes });
  await tryOut(parts, connector, channel, settings);
  const at = parts.clock.now();
  await parts.db.transaction().execute(async (tx) => {
    const locked = await store.lockConnection(tx, id);
    if (locked?.state !== row.state || !locked.settings.equals(row.settings)) throw new Problem('conflict');
    await store.saveSettings(tx, id, await sealFor(parts, id, settings, tx));
    await lookAgain(tx, id, at);
    await store.beginFeeds(
      tx,
      id,
      connector.feeds.map(({ name }) => name),
      at,
    );
    await parts.audit.record(tx, {
      actor,
      act: 'connection.change',
      object: `connection:${id}`,
      detail: { fields: Object.keys(changes).join(' ') },
    });
  });
  parts.held.delete(id);
}
