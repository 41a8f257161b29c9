import { Problem } from '#platform/errors';
import { type Route, route, staff } from '#platform/http';
import { answerList } from '#platform/lists';
import * as contract from '../contract.ts';
import type { ErasureParts } from '../erase-customer.ts';
import { personsFor } from '../page/whose.ts';
import { eraseAsAsked, settleRequest } from './settle-request.ts';
import { listRequests, type RequestRow, requestById } from './store.ts';

export const requestRoutes = (parts: ErasureParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customer-requests',
    summary: 'What customers ask of what is kept about them: to be erased, or to have a copy',
    lane: 'console',
    access: staff('operations'),
    query: contract.requestQuery,
    response: contract.requestPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'customer-requests',
        columns: csv,
        read: async (asked) => {
          const { items, next } = await listRequests(parts.db, asked);
          // Staff who are limited to channels see who bought there.
          const seen = await personsFor(
            parts.db,
            items.map(({ customer_id }) => customer_id),
            principal,
          );
          return { items: items.filter(({ customer_id }) => seen.has(customer_id)).map(shown), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/customer-requests/:id/erasure',
    summary: 'Erase at once who asked for it, instead of when it is due',
    lane: 'console',
    access: staff('owner'),
    params: contract.requestParams,
    response: contract.certificate,
    handle: async ({ params, staff: actor }) => {
      const certificate = await eraseAsAsked(parts, actor, Number(params.id));
      if (!certificate) throw new Problem('not_found');
      return certificate;
    },
  }),
  route({
    method: 'POST',
    path: '/api/customer-requests/:id/decline',
    summary: 'Decline what a customer asked, for a reason in law (a dispute, a legal hold)',
    lane: 'console',
    access: staff('owner'),
    params: contract.requestParams,
    body: contract.declineBody,
    response: contract.requestItem,
    handle: async ({ params, body, staff: actor }) => {
      const id = Number(params.id);
      await settleRequest(parts, actor, id, { state: 'declined', reason: body.reason });
      return shown((await requestById(parts.db, id)) as RequestRow);
    },
  }),
  route({
    method: 'POST',
    path: '/api/customer-requests/:id/handed-over',
    summary: 'Say that a customer was given the copy that she asked for',
    lane: 'console',
    access: staff('operations'),
    params: contract.requestParams,
    response: contract.requestItem,
    handle: async ({ params, staff: actor }) => {
      const id = Number(params.id);
      const row = await requestById(parts.db, id);
      const seen = row && (await personsFor(parts.db, [row.customer_id], actor));
      if (row?.what !== 'copy' || !seen?.has(row.customer_id)) throw new Problem('not_found');
      await settleRequest(parts, actor, id, { state: 'done', reason: null });
      return shown((await requestById(parts.db, id)) as RequestRow);
    },
  }),
];

const shown = (row: RequestRow): contract.RequestItem => ({
  id: String(row.request_id),
  customer_id: String(row.customer_id),
  what: row.what,
  asked_via: row.asked_via,
  asked_at: row.asked_at.toISOString(),
  due_at: row.due_at.toISOString(),
  state: row.state,
  settled_at: row.settled_at?.toISOString() ?? null,
  settled_by: row.settled_by,
  reason: row.reason,
});

const csv = {
  id: (item: contract.RequestItem) => item.id,
  customer_id: (item: contract.RequestItem) => item.customer_id,
  what: (item: contract.RequestItem) => item.what,
  asked_via: (item: contract.RequestItem) => item.asked_via,
  asked_at: (item: contract.RequestItem) => item.asked_at,
  due_at: (item: contract.RequestItem) => item.due_at,
  state: (item: contract.RequestItem) => item.state,
  settled_at: (item: contract.RequestItem) => item.settled_at,
  reason: (item: contract.RequestItem) => item.reason,
};
