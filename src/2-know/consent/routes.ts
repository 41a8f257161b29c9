import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import * as contract from './contract.ts';
import { type ConsentParts, noteChoice, showConsent } from './show-consent.ts';

export const consentRoutes = (parts: ConsentParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/consent',
    summary: 'What a customer said to being written to, now and ever',
    lane: 'console',
    access: staff('agent', 'operations', 'analyst', 'marketer', 'developer'),
    params: contract.consentParams,
    response: contract.consentOf,
    handle: ({ params, principal }) => showConsent(parts, customerId(Number(params.id)), principal),
  }),
  route({
    method: 'POST',
    path: '/api/customers/:id/consent',
    summary: 'Note what a customer said to a purpose on a channel',
    lane: 'console',
    access: staff('agent', 'operations'),
    params: contract.consentParams,
    body: contract.newChoice,
    response: contract.consentOf,
    handle: ({ params, body, staff: caller }) =>
      noteChoice(parts, caller, customerId(Number(params.id)), body),
  }),
];
