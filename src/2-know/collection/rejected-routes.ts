import { sourceNames } from '#know/sources';
import { CATALOGUE, type ErrorCode, type Locale, Problem, sentence } from '#platform/errors';
import { type Route, route, seesPersonal, staff } from '#platform/http';
import { answerList } from '#platform/lists';
import type { Db } from '#platform/postgres';
import type { EventVerdict } from './collector.ts';
import * as contract from './contract.ts';
import { openRejected, type ReplayParts, replayRejected } from './replay-rejected.ts';
import { dismiss, listRejected, type Rejected, rejectedById } from './store.ts';

const readers = staff('developer', 'operations', 'analyst');
const keepers = staff('developer');

export const rejectedRoutes = (parts: ReplayParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/rejected',
    summary: 'Events that were not accepted, with their reasons',
    lane: 'console',
    access: readers,
    query: contract.rejectedQuery,
    response: contract.rejectedPage,
    handle: ({ query, reply, locale }) =>
      answerList(reply, query, {
        file: 'rejected-events',
        columns: csv,
        read: async (asked) => {
          const { items, next } = await listRejected(parts.db, asked);
          return { items: await show(parts.db, items, locale), next };
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/api/rejected/:id',
    summary: 'A rejected event as it came',
    lane: 'console',
    access: readers,
    params: contract.rejectedParams,
    response: contract.rejectedDetail,
    handle: async ({ params, principal, locale }) => {
      const rejected = await rejectedById(parts.db, Number(params.id));
      if (!rejected) throw new Problem('not_found');
      const [item] = await show(parts.db, [rejected], locale);
      const json = seesPersonal(principal) ? await openRejected(parts, rejected) : null;
      return { ...(item as contract.RejectedItem), json };
    },
  }),
  route({
    method: 'POST',
    path: '/api/rejected/:id/replay',
    summary: 'Try a rejected event again, corrected or as it came',
    lane: 'console',
    access: keepers,
    params: contract.rejectedParams,
    body: contract.replayBody,
    response: contract.verdict,
    handle: async ({ params, body, staff: actor, locale }) =>
      inWords(await replayRejected(parts, actor, Number(params.id), body.event), locale),
  }),
  route({
    method: 'POST',
    path: '/api/rejected/replay',
    summary: 'Try many rejected events again as they came',
    lane: 'bulk',
    access: keepers,
    body: contract.replayManyBody,
    response: contract.verdicts,
    handle: async ({ body, staff: actor, locale }) => {
      const items: (contract.VerdictItem & { id: string })[] = [];
      for (const id of body.ids) items.push({ id, ...inWords(await replayOne(parts, actor, id), locale) });
      return { items };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/rejected/:id',
    summary: 'Dismiss a rejected event',
    lane: 'console',
    access: keepers,
    params: contract.rejectedParams,
    handle: async ({ params, staff: actor, reply }) => {
      if (!(await dismiss(parts.db, Number(params.id), parts.clock.now()))) throw new Problem('not_found');
      await parts.audit.record(parts.db, { actor, act: 'rejected.dismiss', object: `rejected:${params.id}` });
      return reply.status(204).send();
    },
  }),
];

/** One of many: what cannot be replayed is a verdict, not the end of the others. */
async function replayOne(
  parts: ReplayParts,
  actor: Parameters<typeof replayRejected>[1],
  id: string,
): Promise<EventVerdict> {
  try {
    return await replayRejected(parts, actor, Number(id));
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return { message_id: null, status: 'rejected', code: error.code, field: '' };
  }
}

const inWords = (verdict: EventVerdict, locale: Locale): contract.VerdictItem =>
  verdict.status === 'rejected'
    ? { ...verdict, message: sentence(verdict.code, locale, { field: verdict.field }) }
    : verdict;

async function show(db: Db, rows: readonly Rejected[], locale: Locale): Promise<contract.RejectedItem[]> {
  const names = await sourceNames(db, [...new Set(rows.map((row) => row.sourceId))]);
  return rows.map((row) => ({
    id: String(row.id),
    received_at: row.receivedAt.toISOString(),
    source: { id: row.sourceId, name: names.get(row.sourceId) ?? '' },
    reason: row.code,
    message: row.code in CATALOGUE ? sentence(row.code as ErrorCode, locale, { field: row.field }) : row.code,
    field: row.field,
    message_id: row.messageId,
    type: row.type,
    event: row.event,
    replayed_at: row.replayedAt?.toISOString() ?? null,
    verdict: row.verdict,
  }));
}

const csv = {
  id: (item: contract.RejectedItem) => item.id,
  received_at: (item: contract.RejectedItem) => item.received_at,
  source: (item: contract.RejectedItem) => item.source.name,
  reason: (item: contract.RejectedItem) => item.reason,
  message: (item: contract.RejectedItem) => item.message,
  field: (item: contract.RejectedItem) => item.field,
  event: (item: contract.RejectedItem) => item.event,
  message_id: (item: contract.RejectedItem) => item.message_id,
};
