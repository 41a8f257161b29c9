import { type Route, route, staff } from '../http/index.ts';
import { answerList } from '../lists/index.ts';
import * as acts from './api-key.ts';
import * as store from './api-key-store.ts';
import * as contract from './contract.ts';
import type { AuthParts } from './parts.ts';

const keepers = staff('owner', 'developer');

export const apiKeyRoutes = (parts: AuthParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/api-keys',
    summary: 'API keys',
    lane: 'console',
    access: keepers,
    query: contract.apiKeyQuery,
    response: contract.apiKeyPage,
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'api-keys',
        columns: {
          name: (one) => one.name,
          prefix: (one) => one.prefix,
          role: (one) => one.role,
          last_used_at: (one) => one.last_used_at,
        },
        read: async (asked) => {
          const { items, next } = await store.listApiKeys(parts.database.db, asked);
          return { items: items.map(keyItemOf), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/api-keys',
    summary: 'Make an API key; it is shown only in this answer',
    lane: 'console',
    access: keepers,
    body: contract.newApiKey,
    response: contract.madeApiKey,
    handle: async ({ staff: actor, body }) => {
      const { id, apiKey: made } = await acts.createApiKey(parts, actor, body);
      return { id, api_key: made };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/api-keys/:id',
    summary: 'Revoke an API key for good',
    lane: 'console',
    access: keepers,
    params: contract.apiKeyParams,
    handle: async ({ staff: actor, params, reply }) => {
      await acts.revokeApiKey(parts, actor, Number(params.id));
      return reply.status(204).send();
    },
  }),
];

const keyItemOf = (row: store.ApiKeyRow): contract.ApiKeyItem => ({
  id: String(row.id),
  name: row.name,
  prefix: row.prefix,
  role: row.role,
  channels: row.channels,
  created_at: row.created_at.toISOString(),
  last_used_at: row.last_used_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
});
