import type { z } from 'zod';
import { type Principal, type Route, route, seesPersonal, staff } from '#platform/http';
import { customerId } from '#platform/ids';
import { answerList, type Page } from '#platform/lists';
import { customerNames } from '../cards/customer-names.ts';
import { gramsAsked } from '../cards/grams.ts';
import * as contract from '../contract.ts';
import type { MergeParts } from '../page/merge-by-hand.ts';
import { keepApart } from './keep-apart.ts';
import { listDuplicates } from './store.ts';

const deciders = staff('agent', 'operations');

export const duplicateRoutes = (parts: MergeParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/duplicates',
    summary: 'Customers that may be one person, for people to decide',
    lane: 'console',
    access: deciders,
    query: contract.duplicateQuery,
    response: contract.duplicatePage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'duplicates',
        columns: csv,
        read: (asked) => pageFor(parts, asked, principal),
      }),
  }),
  route({
    method: 'POST',
    path: '/api/customers/:id/apart',
    summary:
      'Say that two customers are not one; they are not suggested again, and no shared value makes them one',
    lane: 'console',
    access: deciders,
    params: contract.customerParams,
    body: contract.mergeBody,
    response: contract.done,
    handle: async ({ params, body, staff: caller }) => {
      await keepApart(parts, caller, customerId(Number(params.id)), customerId(Number(body.with)));
      return { done: true as const };
    },
  }),
];

async function pageFor(
  parts: MergeParts,
  asked: z.output<typeof contract.duplicateQuery>,
  principal: Principal,
): Promise<Page<contract.DuplicateItem>> {
  const visible = principal.kind === 'anonymous' ? [] : principal.channels;
  // Parts of names would tell letter by letter what is masked.
  const grams = asked.q !== undefined && seesPersonal(principal) ? gramsAsked(asked.q, parts.pepper) : [];
  if (asked.q !== undefined && grams.length === 0) return { items: [], next: null };
  const { items, next } = await listDuplicates(parts.db, { ...asked, grams, visible });
  const names = await customerNames(
    parts,
    items.flatMap(({ one_id, other_id }) => [one_id, other_id]),
    principal,
  );
  const side = (id: number, orders: number) => ({ id: String(id), name: names.get(id) ?? null, orders });
  return {
    items: items.map((row) => ({
      id: String(row.duplicate_id),
      one: side(row.one_id, row.one_orders),
      other: side(row.other_id, row.other_orders),
      reasons: row.reasons,
      confidence: row.confidence,
      found_at: row.found_at.toISOString(),
    })),
    next,
  };
}

const csv = {
  one: (item: contract.DuplicateItem) => item.one.id,
  one_name: (item: contract.DuplicateItem) => item.one.name,
  other: (item: contract.DuplicateItem) => item.other.id,
  other_name: (item: contract.DuplicateItem) => item.other.name,
  reasons: (item: contract.DuplicateItem) => item.reasons.join(' '),
  confidence: (item: contract.DuplicateItem) => item.confidence,
  found_at: (item: contract.DuplicateItem) => item.found_at,
};
