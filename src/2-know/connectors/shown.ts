/** Connections as the console shows them. */
import { allChannels } from '#know/channels';
import { CATALOGUE, type ErrorCode } from '#platform/errors';
import type { Platform } from '#platform/module';
import type { Connector, Field } from './connector.ts';
import type * as contract from './contract.ts';
import { type ConnectorParts, connectorNamed } from './parts.ts';
import { lastRequest, type RequestRow } from './requests/store.ts';
import { openFor, type Settings } from './settings-of.ts';
import * as store from './store.ts';
import { webhookUrl } from './webhooks/keep-subscribed.ts';

export const connectorItemOf = (connector: Connector): contract.ConnectorItem => ({
  name: connector.name,
  title: connector.title,
  platform: connector.platform,
  notes: [...connector.notes],
  fields: connector.fields.map(({ name, title, hint, secret, optional }) => ({
    name,
    title,
    hint: hint ?? null,
    secret: secret ?? false,
    optional: optional ?? false,
  })),
  feeds: connector.feeds.map(({ name, title }) => ({ name, title })),
  acts: actsOf(connector),
  webhook: connector.webhook !== undefined,
});

const actsOf = ({ acts }: Connector) => Object.keys(acts) as contract.ConnectorItem['acts'];

type ShowParts = ConnectorParts & Pick<Platform, 'settings'>;

export async function connectionItems(
  parts: ShowParts,
  rows: readonly store.ConnectionRow[],
): Promise<contract.ConnectionItem[]> {
  const feeds = await store.feedsOf(
    parts.db,
    rows.map((row) => row.connection_id),
  );
  const names = new Map((await allChannels(parts.db)).map((channel) => [channel.channel_id, channel.name]));
  return rows.map((row) => {
    const connector = connectorNamed(parts, row.connector);
    return {
      id: String(row.connection_id),
      connector: row.connector,
      title: connector.title,
      channel: { id: String(row.channel_id), name: names.get(row.channel_id) ?? '' },
      state: row.state,
      state_at: row.state_at.toISOString(),
      state_by: row.state_by,
      created_at: row.created_at.toISOString(),
      feeds: feeds
        .filter((feed) => feed.connection_id === row.connection_id)
        .sort((one, other) => placeOf(connector, one.feed) - placeOf(connector, other.feed))
        .map((feed) => feedShown(feed, connector, parts.clock.now())),
    };
  });
}

/** As the connector tells them: what counts most comes first. */
const placeOf = ({ feeds }: Connector, feed: string): number => feeds.findIndex(({ name }) => name === feed);

export async function connectionDetail(
  parts: ShowParts,
  row: store.ConnectionRow,
): Promise<contract.ConnectionDetail> {
  const [item] = await connectionItems(parts, [row]);
  const connector = connectorNamed(parts, row.connector);
  const settings = ((await openFor(parts, row.connection_id, row.settings)) ?? {}) as Settings;
  const us = parts.settings.PUBLIC_URL ?? null;
  const ended = row.state === 'disconnected';
  const address = us && connector.webhook ? webhookUrl(us, row.connection_id) : null;
  const taking = ended ? await lastRequest(parts.db, row.connection_id, 'unsubscribe') : null;
  return {
    ...(item as contract.ConnectionItem),
    notes: [...connector.notes],
    settings: connector.fields.map((field) => ({
      name: field.name,
      title: field.title,
      value: visibleValue(field, settings),
    })),
    acts: actsOf(connector),
    webhook_url: ended ? (taking?.about ?? null) : address,
    webhooks: ended ? takenBackShown(taking) : webhooksShown(row, connector, address),
    texts: us && !ended ? textsOf(connector, us, row.connection_id) : [],
  };
}

const textsOf = ({ texts }: Connector, us: string, connection: number) =>
  (texts?.({ us, connection }) ?? []).map(({ hint = null, ...one }) => ({ ...one, hint }));

/** A secret is never shown again; that there is one may be. */
function visibleValue({ name, secret }: Field, settings: Settings): string | null {
  const value = settings[name];
  if (value === undefined) return null;
  return secret ? '••••••' : value;
}

function webhooksShown(
  row: store.ConnectionRow,
  { webhook }: Connector,
  address: string | null,
): contract.ConnectionDetail['webhooks'] {
  if (!webhook) return null;
  const { byHand } = webhook;
  return {
    state: webhook.subscribe ? (row.webhooks ?? 'waiting') : 'by_hand',
    checked_at: instant(row.webhooks_checked_at),
    detail: row.webhooks_detail,
    by_hand:
      byHand && address !== null
        ? { where: byHand.where, fields: [...byHand.fields], file: byHand.file?.(address) ?? null }
        : null,
  };
}

const LEFT = { asked: 'leaving', confirmed: 'left', refused: 'left_behind' } as const;

/** Null: there was nothing of ours at the platform. */
function takenBackShown(request: RequestRow | null): contract.ConnectionDetail['webhooks'] {
  if (!request) return null;
  const { state, reason, settled_at } = request;
  return { state: LEFT[state], checked_at: instant(settled_at), detail: reason, by_hand: null };
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

function feedShown(row: store.FeedRow, { feeds }: Connector, now: Date): contract.FeedShown {
  const upTo = row.up_to;
  return {
    name: row.feed,
    title: feeds.find(({ name }) => name === row.feed)?.title ?? { en: row.feed, zh: row.feed },
    up_to: instant(upTo),
    behind_seconds: upTo ? Math.max(0, Math.round((now.getTime() - upTo.getTime()) / 1000)) : null,
    caught_up: row.caught_up_at !== null,
    last_run_at: instant(row.last_run_at),
    due_at: row.due_at.toISOString(),
    fetched: row.fetched,
    skipped: row.skipped,
    failure: failureShown(row, row.failing_since),
  };
}

/** In words; what is between the brackets is said apart. */
export const wordsOf = (code: string): { en: string; zh: string } => {
  const { en, zh } = CATALOGUE[(code in CATALOGUE ? code : 'internal') as ErrorCode];
  return { en: en.replace(' ({detail})', ''), zh: zh.replace('（{detail}）', '') };
};

function failureShown(
  { failure, failure_detail: detail }: Pick<store.FeedRow, 'failure' | 'failure_detail'>,
  since: Date | null,
): contract.FailureShown {
  return failure ? { code: failure, words: wordsOf(failure), detail, since: instant(since) } : null;
}

export const deliveryShown = (row: store.DeliveryRow): contract.DeliveryItem => ({
  id: String(row.delivery_id),
  name: row.name,
  topic: row.topic,
  state: row.state,
  arrived_at: row.arrived_at.toISOString(),
  settled_at: instant(row.settled_at),
  attempts: row.attempts,
  failure: failureShown(row, null),
});

export const skippedShown = (row: store.SkippedRow): contract.SkippedItem => ({
  ...row,
  words: wordsOf(row.code),
  at: row.at.toISOString(),
});

export const requestShown = (row: RequestRow): contract.RequestItem => ({
  id: String(row.request_id),
  act: row.act as contract.RequestItem['act'],
  about: row.about,
  state: row.state,
  sent_at: instant(row.sent_at),
  reference: row.reference,
  reason: row.reason,
  actor: row.actor,
  asked_at: row.asked_at.toISOString(),
  settled_at: instant(row.settled_at),
});
