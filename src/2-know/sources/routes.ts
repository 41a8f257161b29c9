import { Problem } from '#platform/errors';
import { type Route, route, staff } from '#platform/http';
import { type SourceId, sourceId } from '#platform/ids';
import { answerList } from '#platform/lists';
import type { Platform } from '#platform/module';
import { changeSource } from './change-source.ts';
import * as contract from './contract.ts';
import { createKey } from './create-key.ts';
import { createSource } from './create-source.ts';
import { issueUserTokenSecret, withdrawUserTokenSecret } from './issue-user-token-secret.ts';
import { keyStateOf } from './key.ts';
import { revokeKey } from './revoke-key.ts';
import { type KeyRow, keysOf, listSources, recentDays, type SourceRow, sourceById } from './store.ts';

const readers = staff('developer', 'analyst', 'marketer', 'operations');
const keepers = staff('developer');
const DAYS_SHOWN = 30;

type Ground = Pick<Platform, 'db' | 'audit' | 'clock'>;

export const sourceRoutes = (platform: Ground): Route[] => [
  ...reading(platform.db),
  ...keeping(platform),
  ...keyKeeping(platform),
];

const reading = (db: Platform['db']): Route[] => [
  route({
    method: 'GET',
    path: '/api/sources',
    summary: 'Sources of events',
    lane: 'console',
    access: readers,
    query: contract.sourceQuery,
    response: contract.sourcePage,
    handle: ({ query, reply }) =>
      answerList(reply, query, { file: 'sources', columns: csv, read: (asked) => page(db, asked) }),
  }),
  route({
    method: 'GET',
    path: '/api/sources/:id',
    summary: 'A source, its keys and its last days',
    lane: 'console',
    access: readers,
    params: contract.sourceParams,
    response: contract.sourceDetail,
    handle: ({ params }) => detail(db, idOf(params.id)),
  }),
];

const keeping = (platform: Ground): Route[] => [
  route({
    method: 'POST',
    path: '/api/sources',
    summary: 'Make a source',
    lane: 'console',
    access: keepers,
    body: contract.newSource,
    response: contract.sourceDetail,
    handle: async ({ staff, body }) => detail(platform.db, await createSource(platform, staff, body)),
  }),
  route({
    method: 'PATCH',
    path: '/api/sources/:id',
    summary: 'Change a source, or switch it on or off',
    lane: 'console',
    access: keepers,
    params: contract.sourceParams,
    body: contract.sourceChanges,
    response: contract.sourceDetail,
    handle: async ({ staff, params, body }) => {
      await changeSource(platform, staff, idOf(params.id), body);
      return detail(platform.db, idOf(params.id));
    },
  }),
];

const keyKeeping = (platform: Ground): Route[] => [
  route({
    method: 'POST',
    path: '/api/sources/:id/keys',
    summary: 'Make a write key; it is shown only in this answer',
    lane: 'console',
    access: keepers,
    params: contract.sourceParams,
    body: contract.newKey,
    response: contract.madeKey,
    handle: async ({ staff, params, body }) => {
      const { keyId, writeKey } = await createKey(platform, staff, {
        sourceId: idOf(params.id),
        kind: body.kind,
      });
      return { id: String(keyId), write_key: writeKey };
    },
  }),
  route({
    method: 'POST',
    path: '/api/sources/:id/keys/:key_id/revocation',
    summary: 'Revoke a write key for good',
    lane: 'console',
    access: keepers,
    params: contract.keyParams,
    response: contract.sourceDetail,
    handle: async ({ staff, params }) => {
      await revokeKey(platform, staff, { sourceId: idOf(params.id), keyId: Number(params.key_id) });
      return detail(platform.db, idOf(params.id));
    },
  }),
  route({
    method: 'POST',
    path: '/api/sources/:id/user-token-secret',
    summary:
      'Issue the secret that signs user ids for browsers; it is shown only in this answer and replaces the one before',
    lane: 'console',
    access: keepers,
    params: contract.sourceParams,
    response: contract.madeSecret,
    handle: async ({ staff, params }) => ({
      user_token_secret: await issueUserTokenSecret(platform, staff, idOf(params.id)),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/api/sources/:id/user-token-secret',
    summary: 'Withdraw the secret that signs user ids',
    lane: 'console',
    access: keepers,
    params: contract.sourceParams,
    handle: async ({ staff, params, reply }) => {
      await withdrawUserTokenSecret(platform, staff, idOf(params.id));
      return reply.status(204).send();
    },
  }),
];

const idOf = (text: string): SourceId => sourceId(Number(text));

async function page(db: Platform['db'], query: Parameters<typeof listSources>[1]) {
  const { items, next } = await listSources(db, query);
  return { items: items.map(itemOf), next };
}

async function detail(db: Platform['db'], id: SourceId): Promise<contract.SourceDetail> {
  const [row, keys, days] = await Promise.all([
    sourceById(db, id),
    keysOf(db, id),
    recentDays(db, id, DAYS_SHOWN),
  ]);
  if (!row) throw new Problem('not_found');
  return { ...itemOf(row), keys: keys.map(keyItemOf), days };
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const itemOf = (row: SourceRow): contract.SourceItem => ({
  id: String(row.source_id),
  name: row.name,
  kind: row.kind,
  enabled: row.disabled_at === null,
  created_at: row.created_at.toISOString(),
  disabled_at: instant(row.disabled_at),
  allowed_events: row.allowed_events,
  clear_properties: row.clear_properties,
  allowed_origins: row.allowed_origins,
  signs_users: row.signs_users,
  active_keys: row.active_keys,
  first_event_at: instant(row.first_event_at),
  last_event_at: instant(row.last_event_at),
  events: row.events,
});

const keyItemOf = (row: KeyRow): contract.SourceDetail['keys'][number] => ({
  id: String(row.key_id),
  kind: row.kind,
  prefix: row.prefix,
  state: keyStateOf(row),
  created_at: row.created_at.toISOString(),
  revoked_at: instant(row.revoked_at),
});

const csv = {
  id: (item: contract.SourceItem) => item.id,
  name: (item: contract.SourceItem) => item.name,
  kind: (item: contract.SourceItem) => item.kind,
  enabled: (item: contract.SourceItem) => item.enabled,
  events: (item: contract.SourceItem) => item.events,
  first_event_at: (item: contract.SourceItem) => item.first_event_at,
  last_event_at: (item: contract.SourceItem) => item.last_event_at,
};
