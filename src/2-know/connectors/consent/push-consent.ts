/**
 * What somebody says to being written to is told to the platforms that know her, where the channel says that Regulars keeps consent. Never back
 * to the platform it came from, and only what is said now: an import or a platform's past sets nothing off.
 */
import { CONSENT_EVENTS, consentChanged } from '#events/consent';
import { allChannels, type ChannelRow } from '#know/channels';
import { choicesOf } from '#know/consent';
import type { LoggedEvent, Subscriber } from '#platform/log';
import type { Tx } from '#platform/postgres';
import type { ConnectorParts } from '../parts.ts';
import { putRequest } from '../requests/ask-act.ts';
import { type ConnectionRow, livingConnections } from '../store.ts';
import { type Change, changesOf } from './changed-word.ts';

export const pushingConsent = (parts: ConnectorParts): Subscriber => ({
  name: 'know/connectors: push consent',
  hears: [CONSENT_EVENTS.changed],
  // What was said before there was anybody to tell stays as it is.
  startsAt: 'now',
  batch: 100,
  on: async ({ tx, events }) => {
    const said = events.filter(isSaidNow);
    if (said.length === 0) return;
    const targets = await targetsOf(parts, tx);
    if (targets.length > 0) await tellTargets(parts, tx, said, targets);
  },
});

const isSaidNow = ({ origin, properties }: LoggedEvent): boolean =>
  origin === 'live' && consentChanged.safeParse(properties).data?.purpose === 'marketing';

type Target = { connection: ConnectionRow; channel: ChannelRow };

/** Platforms that can be told, and are to be. */
async function targetsOf({ connectors }: ConnectorParts, tx: Tx): Promise<Target[]> {
  const names = connectors.filter(({ acts }) => acts.set_consent).map(({ name }) => name);
  const connections = await livingConnections(tx, names);
  if (connections.length === 0) return [];
  const channels = new Map((await allChannels(tx)).map((channel) => [channel.channel_id, channel]));
  return connections.flatMap((connection) => {
    const channel = channels.get(connection.channel_id);
    return channel?.owners.consent === 'regulars' ? [{ connection, channel }] : [];
  });
}

async function tellTargets(
  parts: ConnectorParts,
  tx: Tx,
  said: readonly LoggedEvent[],
  targets: readonly Target[],
): Promise<void> {
  const since = new Map<string, Date>();
  const ids = [...new Set(said.map(({ customerId }) => customerId))];
  const known = await parts.customers.knownAs(tx, ids, 'channel_customer');
  // By person, not by profile: what two of her profiles say is one word of hers.
  const persons = new Map([...known.values()].map((one) => [one.profiles.join(), one]));
  for (const { customerId, receivedAt } of said) {
    const key = known.get(customerId)?.profiles.join() ?? '';
    const before = since.get(key);
    if (!before || receivedAt < before) since.set(key, receivedAt);
  }
  for (const [key, { profiles, values }] of persons) {
    const from = since.get(key);
    if (!from || values.length === 0) continue;
    const changes = changesOf(await choicesOf(tx, profiles), from);
    for (const target of targets)
      for (const change of changes) await tellOf(parts, tx, target, { change, values });
  }
}

async function tellOf(
  parts: ConnectorParts,
  tx: Tx,
  { connection, channel }: Target,
  { change, values }: { change: Change; values: readonly string[] },
): Promise<void> {
  const { connection_id: id } = connection;
  if (change.actors.size === 1 && change.actors.has(`connection:${id}`)) return;
  const prefix = `${channel.channel_id}:`;
  for (const value of values.filter((one) => one.startsWith(prefix)))
    await putRequest(parts, tx, {
      actor: { kind: 'system', name: 'consent' },
      connection: id,
      request: {
        act: 'set_consent',
        customer: value.slice(prefix.length),
        channel: change.by,
        granted: change.granted,
        at: change.at.toISOString(),
      },
    });
}
