import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import { answerList } from '#platform/lists';
import { dissolveGroup, makeGroup, renameGroup } from './change-group.ts';
import * as contract from './contract.ts';
import { addToGroup, leaveGroup } from './join-group.ts';
import { type GroupParts, groupsOfCustomer, listGroups, showGroup } from './show-group.ts';

const readers = staff('agent', 'operations', 'analyst', 'marketer', 'developer');
const writers = staff('agent', 'operations');

export const groupRoutes = (parts: GroupParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/groups',
    summary: 'Groups of customers: households, found by their whole name, and companies',
    lane: 'console',
    access: readers,
    query: contract.groupQuery,
    response: contract.groupPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'groups',
        columns: {
          id: (item) => item.id,
          kind: (item) => item.kind,
          name: (item) => item.name,
          members: (item) => item.members,
          created_at: (item) => item.created_at,
        },
        read: (asked) => listGroups(parts, asked, principal),
      }),
  }),
  route({
    method: 'GET',
    path: '/api/customers/:id/groups',
    summary: 'Groups of a customer, with who else belongs to them',
    lane: 'console',
    access: readers,
    params: contract.customerParams,
    response: contract.groupsOf,
    handle: ({ params, principal }) => groupsOfCustomer(parts, customerId(Number(params.id)), principal),
  }),
  route({
    method: 'POST',
    path: '/api/groups',
    summary: 'Make a group; a household with its first member',
    lane: 'console',
    access: writers,
    body: contract.newGroup,
    freeText: ['name'],
    response: contract.groupDetail,
    handle: ({ body, staff: caller }) => makeGroup(parts, caller, body),
  }),
  ...oneRoutes(parts),
];

const oneRoutes = (parts: GroupParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/groups/:id',
    summary: 'A group and its members',
    lane: 'console',
    access: readers,
    params: contract.groupParams,
    response: contract.groupDetail,
    handle: ({ params, principal }) => showGroup(parts, Number(params.id), principal),
  }),
  route({
    method: 'PATCH',
    path: '/api/groups/:id',
    summary: 'Name a group',
    lane: 'console',
    access: writers,
    params: contract.groupParams,
    body: contract.groupChanges,
    freeText: ['name'],
    response: contract.groupDetail,
    handle: ({ params, body, staff: caller }) => renameGroup(parts, caller, Number(params.id), body.name),
  }),
  route({
    method: 'POST',
    path: '/api/groups/:id/members',
    summary: 'Add a customer to a group; one who belongs to it takes the role given',
    lane: 'console',
    access: writers,
    params: contract.groupParams,
    body: contract.newMember,
    response: contract.groupDetail,
    handle: ({ params, body, staff: caller }) => addToGroup(parts, caller, Number(params.id), body),
  }),
  route({
    method: 'DELETE',
    path: '/api/groups/:id/members/:customer',
    summary: 'A customer leaves a group; a household ends with its last member',
    lane: 'console',
    access: writers,
    params: contract.memberParams,
    response: contract.afterLeaving,
    handle: ({ params, staff: caller }) =>
      leaveGroup(parts, caller, Number(params.id), customerId(Number(params.customer))),
  }),
  route({
    method: 'DELETE',
    path: '/api/groups/:id',
    summary: 'End a group: all leave it',
    lane: 'console',
    access: writers,
    params: contract.groupParams,
    response: contract.dissolved,
    handle: ({ params, staff: caller }) => dissolveGroup(parts, caller, Number(params.id)),
  }),
];
