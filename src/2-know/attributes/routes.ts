import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import { answerList } from '#platform/lists';
import * as contract from './contract.ts';
import { changeAttribute, type DefineParts, defineAttribute } from './define-attribute.ts';
import { listDefinitions } from './store.ts';
import { attributesOfCustomer, noteAttributes, type ValueParts } from './values-of-customer.ts';

export type AttributeParts = DefineParts & ValueParts;

const readers = staff('agent', 'operations', 'analyst', 'marketer', 'developer');
const definers = staff('operations', 'developer');

export const attributeRoutes = (parts: AttributeParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/attributes',
    summary: 'What staff want to know of customers: custom attributes that the caller may see',
    lane: 'console',
    access: readers,
    query: contract.attributeQuery,
    response: contract.attributePage,
    handle: ({ query, reply, staff: { role } }) =>
      answerList(reply, query, {
        file: 'attributes',
        columns: csv,
        read: (asked) => listDefinitions(parts.db, asked, role === 'owner' ? null : role),
      }),
  }),
  route({
    method: 'POST',
    path: '/api/attributes',
    summary: 'Define a custom attribute',
    lane: 'console',
    access: definers,
    body: contract.newAttribute,
    response: contract.attributeItem,
    handle: ({ body, staff: actor }) => defineAttribute(parts, actor, body),
  }),
  route({
    method: 'PATCH',
    path: '/api/attributes/:id',
    summary: 'Change a custom attribute, or archive it; its key and type stay',
    lane: 'console',
    access: definers,
    params: contract.attributeParams,
    body: contract.attributeChanges,
    response: contract.attributeItem,
    handle: ({ params, body, staff: actor }) => changeAttribute(parts, actor, Number(params.id), body),
  }),
  ...valueRoutes(parts),
];

const valueRoutes = (parts: AttributeParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/attributes',
    summary: 'Custom attributes of a customer, as far as the caller may see them',
    lane: 'console',
    access: readers,
    params: contract.customerParams,
    response: contract.attributesOf,
    handle: ({ params, principal }) => attributesOfCustomer(parts, customerId(Number(params.id)), principal),
  }),
  route({
    method: 'PUT',
    path: '/api/customers/:id/attributes',
    summary: 'Note custom attributes of a customer; null takes one away, what is not named stays',
    lane: 'console',
    access: readers,
    params: contract.customerParams,
    body: contract.givenValues,
    freeText: ['values'],
    response: contract.attributesOf,
    handle: ({ params, body, staff: caller }) =>
      noteAttributes(parts, caller, customerId(Number(params.id)), body.values),
  }),
];

const csv = {
  id: (item: contract.AttributeItem) => item.id,
  key: (item: contract.AttributeItem) => item.key,
  title_en: (item: contract.AttributeItem) => item.title.en,
  title_zh: (item: contract.AttributeItem) => item.title.zh,
  type: (item: contract.AttributeItem) => item.type,
  required: (item: contract.AttributeItem) => item.required,
  seen_by: (item: contract.AttributeItem) => item.seen_by.join(' '),
  edited_by: (item: contract.AttributeItem) => item.edited_by.join(' '),
  section: (item: contract.AttributeItem) => item.section ?? '',
  archived_at: (item: contract.AttributeItem) => item.archived_at,
};
