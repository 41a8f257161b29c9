import { Problem } from '#platform/errors';
import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import { answerList } from '#platform/lists';
import { type ListParts, listCustomers } from './cards/list-customers.ts';
import * as contract from './contract.ts';
import { duplicateRoutes } from './duplicates/routes.ts';
import { type ErasureParts, eraseCustomer } from './erase-customer.ts';
import { type FindParts, findCustomers } from './find-customers.ts';
import { type PageParts, pageRoutes } from './page/routes.ts';
import { requestRoutes } from './requests/routes.ts';
import { certificateOf, listErasures } from './store.ts';

export type CustomerParts = ErasureParts & FindParts & ListParts & PageParts;

const readers = staff('agent', 'operations', 'analyst', 'marketer', 'developer');

export const customerRoutes = (parts: CustomerParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers',
    summary:
      'Known customers; `query` finds by part of a name, an address, an e-mail, a phone, by an order number or an id',
    lane: 'console',
    access: readers,
    query: contract.customerQuery,
    response: contract.customerPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'customers',
        columns: csv,
        read: (asked) => listCustomers(parts, asked, principal),
      }),
  }),
  ...pageRoutes(parts),
  ...duplicateRoutes(parts),
  ...requestRoutes(parts),
  route({
    method: 'GET',
    path: '/api/customers/find',
    summary: 'Profiles that an identifier leads to, or was seen with',
    lane: 'console',
    access: staff('agent', 'operations', 'developer'),
    query: contract.findQuery,
    response: contract.foundCustomers,
    handle: async ({ query }) => ({ items: await findCustomers(parts, query), next: null }),
  }),
  route({
    method: 'POST',
    path: '/api/customers/:id/erasure',
    summary: 'Erase a customer for good',
    lane: 'console',
    access: staff('owner'),
    params: contract.customerParams,
    body: contract.erasureBody,
    response: contract.certificate,
    handle: async ({ params, body, staff: actor }) => {
      const certificate = await eraseCustomer(parts, actor, customerId(Number(params.id)), body.with_linked);
      if (!certificate) throw new Problem('not_found');
      return certificate;
    },
  }),
  route({
    method: 'GET',
    path: '/api/erasures',
    summary: 'Certificates of erasures',
    lane: 'console',
    access: staff('owner', 'operations'),
    response: contract.erasures,
    handle: async () => ({ items: (await listErasures(parts.db)).map(certificateOf), next: null }),
  }),
];

const csv = {
  id: (item: contract.CustomerItem) => item.id,
  name: (item: contract.CustomerItem) => item.name,
  email: (item: contract.CustomerItem) => item.email,
  phone: (item: contract.CustomerItem) => item.phone,
  user_id: (item: contract.CustomerItem) => item.user_id,
  city: (item: contract.CustomerItem) => item.city,
  country: (item: contract.CustomerItem) => item.country,
  tags: (item: contract.CustomerItem) => item.tags.join(', '),
  orders: (item: contract.CustomerItem) => item.orders,
  spent: (item: contract.CustomerItem) => item.spent,
  currency: (item: contract.CustomerItem) => item.currency,
  last_order_at: (item: contract.CustomerItem) => item.last_order_at,
  first_seen: (item: contract.CustomerItem) => item.first_seen,
  active_at: (item: contract.CustomerItem) => item.active_at,
};
