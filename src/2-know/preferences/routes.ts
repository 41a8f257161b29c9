import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import * as contract from './contract.ts';
import { type NoteParts, notePreferences } from './note-preferences.ts';
import { preferencesOfCustomer } from './show-preferences.ts';

export const preferenceRoutes = (parts: NoteParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/preferences',
    summary: 'What a customer said she likes, and what she mostly does, counted from her orders',
    lane: 'console',
    access: staff('agent', 'operations', 'analyst', 'marketer', 'developer'),
    params: contract.customerParams,
    response: contract.preferencesOf,
    handle: ({ params, principal }) => preferencesOfCustomer(parts, customerId(Number(params.id)), principal),
  }),
  route({
    method: 'PUT',
    path: '/api/customers/:id/preferences',
    summary: 'Note what a customer said she likes; null takes one away, what is not named stays',
    lane: 'console',
    access: staff('agent', 'operations'),
    params: contract.customerParams,
    body: contract.givenPreferences,
    freeText: ['values'],
    response: contract.preferencesOf,
    handle: ({ params, body, staff: caller }) =>
      notePreferences(parts, caller, customerId(Number(params.id)), body.values),
  }),
];
