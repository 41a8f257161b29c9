import { Problem } from '../errors/index.ts';
import { type Route, route, staff } from '../http/index.ts';
import { answerList } from '../lists/index.ts';
import type { Platform } from '../module/index.ts';
import * as contract from './contract.ts';
import { listMessages, requeue } from './store.ts';

const keepers = staff('developer', 'operations');

export const outboxRoutes = ({ db, audit, clock }: Pick<Platform, 'db' | 'audit' | 'clock'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/outbox',
    summary: 'What leaves the building, and what became of it',
    lane: 'console',
    access: keepers,
    query: contract.outboxQuery,
    response: contract.outboxPage,
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'outbox',
        columns: {
          id: (item) => item.id,
          kind: (item) => item.kind,
          key: (item) => item.key,
          destination: (item) => item.destination,
          state: (item) => item.state,
          attempts: (item) => item.attempts,
          created_at: (item) => item.created_at,
          failure: (item) => item.failure,
        },
        read: (asked) => listMessages(db, asked),
      }),
  }),
  route({
    method: 'POST',
    path: '/api/outbox/:id/retry',
    summary: 'Send what failed or is in doubt once more, under the same key',
    lane: 'console',
    access: keepers,
    params: contract.outboxParams,
    response: contract.outboxRetried,
    handle: async ({ staff: actor, params }) => {
      await db.transaction().execute(async (tx) => {
        const message = await requeue(tx, Number(params.id), clock.now());
        if (!message) throw new Problem('not_found');
        if (message.result === 'settled') throw new Problem('outbox_settled');
        if (message.result === 'gone') throw new Problem('outbox_gone');
        await audit.record(tx, {
          actor,
          act: 'outbox.retry',
          object: `outbox:${params.id}`,
          detail: { kind: message.kind },
        });
      });
      return { state: 'queued' as const };
    },
  }),
];
