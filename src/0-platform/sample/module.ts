import { route, staff } from '../http/index.ts';
import type { Module } from '../module/index.ts';
import * as contract from './contract.ts';
import { leaveSample, openSample, type SampleParts } from './move.ts';

export const sampleModule = (parts: SampleParts): Module => ({
  name: 'platform/sample',
  routes: [
    route({
      method: 'POST',
      path: '/api/sample/open',
      summary: 'Open the sample shop instead of this one, which has seen nothing yet',
      lane: 'console',
      access: staff('owner'),
      response: contract.sampleOpened,
      handle: ({ staff: actor, reply }) => openSample(parts, actor, reply),
    }),
    route({
      method: 'POST',
      path: '/api/sample/leave',
      summary: 'Leave the sample shop for one’s own',
      lane: 'console',
      access: staff('owner'),
      response: contract.sampleLeft,
      handle: ({ staff: actor, reply }) => leaveSample(parts, actor, reply),
    }),
  ],
});
