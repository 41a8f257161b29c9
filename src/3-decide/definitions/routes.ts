import { type Route, route, staff } from '#platform/http';
import * as contract from './contract.ts';
import { type ReadingParts, reading } from './read-definition.ts';

const readers = staff('analyst', 'marketer', 'operations', 'developer');

export const definitionRoutes = (parts: ReadingParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/definitions/schema',
    summary: 'What a definition may be, as JSON Schema',
    lane: 'console',
    access: readers,
    response: contract.definitionSchema,
    handle: () => parts.language.schema() as Record<string, unknown>,
  }),
  route({
    method: 'POST',
    path: '/api/definitions/reading',
    summary:
      'Reads a definition, given as JSON or as text: both forms of it, and its sentence in both languages',
    lane: 'console',
    access: readers,
    body: contract.givenDefinition,
    response: contract.readDefinition,
    handle: ({ body }) => reading(parts, body),
  }),
];
