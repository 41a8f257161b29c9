import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import * as contract from './contract.ts';
import { type NameParts, nameAddress } from './name-address.ts';
import { addressesOfCustomer } from './show-addresses.ts';

export const addressRoutes = (parts: NameParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/addresses',
    summary: 'Addresses of a customer, from her orders and from what was said of her',
    lane: 'console',
    access: staff('agent', 'operations', 'analyst', 'marketer', 'developer'),
    params: contract.customerParams,
    response: contract.addressesOf,
    handle: ({ params, principal }) => addressesOfCustomer(parts, customerId(Number(params.id)), principal),
  }),
  route({
    method: 'PATCH',
    path: '/api/customers/:id/addresses/:address',
    summary: 'Call an address something, or choose it as the one to take',
    lane: 'console',
    access: staff('agent', 'operations'),
    params: contract.addressParams,
    body: contract.addressChanges,
    freeText: ['label'],
    response: contract.addressesOf,
    handle: ({ params, body, staff: caller }) =>
      nameAddress(parts, caller, { id: customerId(Number(params.id)), address: params.address }, body),
  }),
];
