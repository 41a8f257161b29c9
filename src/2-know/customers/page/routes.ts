import { Problem } from '#platform/errors';
import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import * as contract from '../contract.ts';
import type { ErasureParts } from '../erase-customer.ts';
import { exportCustomer } from './export-customer.ts';
import { type MergeParts, mergeByHand, previewMerge, undoMerge } from './merge-by-hand.ts';
import { showCustomer } from './show-customer.ts';
import { tagCustomer } from './tag-customer.ts';
import { asIds, tagCustomers } from './tag-customers.ts';

export type PageParts = MergeParts & ErasureParts;

const readers = staff('agent', 'operations', 'analyst', 'marketer', 'developer');

export const pageRoutes = (parts: PageParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id',
    summary: 'One customer: who she is, what leads to her, what she bought',
    lane: 'console',
    access: readers,
    params: contract.customerParams,
    response: contract.customerDetail,
    handle: async ({ params, principal }) => {
      const shown = await showCustomer(parts, customerId(Number(params.id)), principal);
      if (!shown) throw new Problem('not_found');
      return shown;
    },
  }),
  route({
    method: 'GET',
    path: '/api/customers/:id/export',
    summary: 'Everything that is kept of a customer, for her to take along',
    lane: 'console',
    access: staff('operations'),
    params: contract.customerParams,
    response: contract.customerExport,
    handle: async ({ params, reply, staff: actor }) => {
      const file = await exportCustomer(parts, actor, customerId(Number(params.id)));
      void reply.header('content-disposition', `attachment; filename="customer-${params.id}.json"`);
      return file;
    },
  }),
  route({
    method: 'POST',
    path: '/api/customers/:id/tags',
    summary: 'Tag a customer, or take tags off',
    lane: 'console',
    access: staff('agent', 'operations', 'marketer'),
    params: contract.customerParams,
    body: contract.tagBody,
    freeText: ['add'],
    response: contract.customerDetail,
    handle: ({ params, body, staff: caller }) =>
      tagCustomer(parts, caller, customerId(Number(params.id)), body),
  }),
  route({
    method: 'POST',
    path: '/api/customers/tags',
    summary: 'Tag up to 200 customers, or take tags off them: all or none',
    lane: 'console',
    access: staff('agent', 'operations', 'marketer'),
    body: contract.tagManyBody,
    freeText: ['add'],
    response: contract.taggedMany,
    handle: async ({ body, staff: caller }) => ({
      customers: await tagCustomers(parts, caller, asIds(body.ids), body),
    }),
  }),
  ...mergeRoutes(parts),
];

const mergeRoutes = (parts: PageParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/merge-preview',
    summary: 'What two customers would be as one',
    lane: 'console',
    access: staff('agent', 'operations'),
    params: contract.customerParams,
    query: contract.mergeBody,
    response: contract.mergePreview,
    handle: ({ params, query, principal }) =>
      previewMerge(parts, customerId(Number(params.id)), customerId(Number(query.with)), principal),
  }),
  route({
    method: 'POST',
    path: '/api/customers/:id/merges',
    summary: 'Say that two customers are one; it can be undone',
    lane: 'console',
    access: staff('agent', 'operations'),
    params: contract.customerParams,
    body: contract.mergeBody,
    response: contract.customerDetail,
    handle: async ({ params, body, staff: caller }) => {
      const id = customerId(Number(params.id));
      await mergeByHand(parts, caller, id, customerId(Number(body.with)));
      return (await showCustomer(parts, id, caller)) as contract.CustomerDetail;
    },
  }),
  route({
    method: 'POST',
    path: '/api/merges/:id/undo',
    summary: 'Take a merge apart again, and keep the two apart',
    lane: 'console',
    access: staff('agent', 'operations'),
    params: contract.mergeParams,
    response: contract.done,
    handle: async ({ params, staff: caller }) => {
      await undoMerge(parts, caller, Number(params.id));
      return { done: true as const };
    },
  }),
];
