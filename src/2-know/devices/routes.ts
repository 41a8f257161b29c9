import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import * as contract from './contract.ts';
import { devicesOfCustomer, type ShowParts } from './show-devices.ts';

export const deviceRoutes = (parts: ShowParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/devices',
    summary: 'What a customer uses to come to the shop',
    lane: 'console',
    access: staff('agent', 'operations', 'analyst', 'marketer', 'developer'),
    params: contract.customerParams,
    response: contract.devicesOf,
    handle: ({ params, principal }) => devicesOfCustomer(parts, customerId(Number(params.id)), principal),
  }),
];
