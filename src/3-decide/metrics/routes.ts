import { type Principal, type Route, route, staff } from '#platform/http';
import { type BehindParts, behindFigure } from './behind-figure.ts';
import * as contract from './contract.ts';
import { createFigures } from './figure.ts';
import { pulse } from './pulse.ts';
import { METRICS } from './registry/index.ts';

const readers = staff('analyst', 'marketer', 'operations', 'developer');
const channelsOf = (principal: Principal): readonly string[] | null =>
  principal.kind === 'anonymous' ? [] : principal.channels;

export function metricRoutes(parts: BehindParts): Route[] {
  const figures = createFigures(parts);
  return [
    route({
      method: 'GET',
      path: '/api/metrics',
      summary: 'All figures there are, with their meaning',
      lane: 'console',
      access: readers,
      response: contract.metricList,
      handle: () => ({
        items: METRICS.map(({ name, unit, title, meaning }) => ({ name, unit, title, meaning })),
        next: null,
      }),
    }),
    route({
      method: 'GET',
      path: '/api/metrics/:name',
      summary: 'What a figure was, by day, month, channel, category, country or campaign',
      lane: 'console',
      access: readers,
      params: contract.metricParams,
      query: contract.metricQuery,
      response: contract.metricAnswer,
      handle: ({ params, query, principal }) => figures.figure(params.name, query, channelsOf(principal)),
    }),
    route({
      method: 'GET',
      path: '/api/metrics/:name/customers',
      summary: 'Who a figure is made of, the largest part first',
      lane: 'console',
      access: readers,
      params: contract.metricParams,
      query: contract.behindQuery,
      response: contract.behindAnswer,
      handle: ({ params, query, principal }) => behindFigure(parts, params.name, query, principal),
    }),
    route({
      method: 'GET',
      path: '/api/pulse',
      summary: 'The figures of the home page, with those of the stretch before',
      lane: 'console',
      access: readers,
      query: contract.pulseQuery,
      response: contract.pulseAnswer,
      handle: ({ query, principal }) => pulse(figures, query, channelsOf(principal)),
    }),
  ];
}
