import { type Route, route, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import { answerList } from '#platform/lists';
import { archiveSegment, changeSegment, createSegment } from './change-segment.ts';
import * as contract from './contract.ts';
import { segmentsOfCustomer, whyInSegment } from './explain-membership.ts';
import type { SegmentParts } from './segment-parts.ts';
import {
  listMembers,
  listSegments,
  overlapsOf,
  previewSegment,
  showSegment,
  sizesOf,
} from './show-segment.ts';

const readers = staff('analyst', 'marketer', 'operations', 'developer');
const writers = staff('analyst', 'marketer');
const nearHer = staff('agent', 'operations', 'analyst', 'marketer', 'developer');

export const segmentRoutes = (parts: SegmentParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/segments',
    summary: 'Segments, with how many are in each',
    lane: 'console',
    access: readers,
    query: contract.segmentsQuery,
    response: contract.segmentPage,
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'segments',
        columns: {
          id: (item) => item.id,
          name: (item) => item.name,
          state: (item) => item.state,
          members: (item) => item.members,
          text: (item) => item.text,
          created_at: (item) => item.created_at,
        },
        read: (asked) => listSegments(parts, asked),
      }),
  }),
  route({
    method: 'POST',
    path: '/api/segments',
    summary: 'Make a segment: its members are found, then kept up with every event and the clock',
    lane: 'console',
    access: writers,
    body: contract.createBody,
    response: contract.segmentDetail,
    handle: async ({ body, staff: actor }) => showSegment(parts, await createSegment(parts, actor, body)),
  }),
  route({
    method: 'POST',
    path: '/api/segments/preview',
    summary: 'How many a definition means now, and some of them',
    lane: 'console',
    access: readers,
    body: contract.previewBody,
    response: contract.preview,
    handle: ({ body, principal }) => previewSegment(parts, body, principal),
  }),
  ...oneRoutes(parts),
  ...memberRoutes(parts),
  ...customerRoutes(parts),
];

const oneRoutes = (parts: SegmentParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/segments/:id',
    summary: 'A segment',
    lane: 'console',
    access: readers,
    params: contract.segmentParams,
    response: contract.segmentDetail,
    handle: ({ params }) => showSegment(parts, Number(params.id)),
  }),
  route({
    method: 'PATCH',
    path: '/api/segments/:id',
    summary: 'Change a segment: another definition is filled beside the old one and then takes its place',
    lane: 'console',
    access: writers,
    params: contract.segmentParams,
    body: contract.changeBody,
    response: contract.segmentDetail,
    handle: async ({ params, body, staff: actor }) => {
      await changeSegment(parts, actor, Number(params.id), body);
      return await showSegment(parts, Number(params.id));
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/segments/:id',
    summary: 'Archive a segment: nobody enters or leaves it any more',
    lane: 'console',
    access: writers,
    params: contract.segmentParams,
    response: contract.segmentDetail,
    handle: async ({ params, staff: actor }) => {
      await archiveSegment(parts, actor, Number(params.id));
      return await showSegment(parts, Number(params.id));
    },
  }),
];

const memberRoutes = (parts: SegmentParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/segments/:id/members',
    summary: 'Who is in a segment, and since when',
    lane: 'console',
    access: readers,
    params: contract.segmentParams,
    query: contract.membersQuery,
    response: contract.memberPage,
    handle: ({ params, query, reply, principal }) =>
      answerList(reply, query, {
        file: 'segment-members',
        columns: {
          customer_id: (item) => item.customer_id,
          name: (item) => item.name,
          since: (item) => item.since,
          cause: (item) => item.cause,
        },
        read: (asked) => listMembers(parts, Number(params.id), asked, principal),
      }),
  }),
  route({
    method: 'GET',
    path: '/api/segments/:id/size',
    summary: 'How many were in a segment, by the hour',
    lane: 'console',
    access: readers,
    params: contract.segmentParams,
    query: contract.sizeQuery,
    response: contract.sizes,
    handle: ({ params, query }) => sizesOf(parts, Number(params.id), query.days),
  }),
  route({
    method: 'GET',
    path: '/api/segments/:id/overlap',
    summary: 'Other segments that share members with this one',
    lane: 'console',
    access: readers,
    params: contract.segmentParams,
    response: contract.overlaps,
    handle: ({ params }) => overlapsOf(parts, Number(params.id)),
  }),
];

const customerRoutes = (parts: SegmentParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/customers/:id/segments',
    summary: 'In which segments a customer is, or was at an instant: as known then, and as known now',
    lane: 'console',
    access: nearHer,
    params: contract.customerParams,
    query: contract.atQuery,
    response: contract.segmentsOfCustomer,
    handle: ({ params, query, principal }) =>
      segmentsOfCustomer(parts, customerId(Number(params.id)), query.at, principal),
  }),
  route({
    method: 'GET',
    path: '/api/customers/:id/segments/:segment/why',
    summary: 'Why a customer is in a segment, or is not: each condition with the events that count for it',
    lane: 'console',
    access: nearHer,
    params: contract.whyParams,
    response: contract.why,
    handle: ({ params, principal }) =>
      whyInSegment(parts, customerId(Number(params.id)), Number(params.segment), principal),
  }),
];
