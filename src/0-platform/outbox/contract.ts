/** The outbox over HTTP, shared by server and console. */
import { z } from 'zod';
import { listQuery, pageOf, textFilter } from '../lists/contract.ts';

export const OUTBOX_STATES = ['queued', 'claimed', 'sent', 'failed', 'unknown'] as const;

export const outboxQuery = listQuery({
  sorts: ['id'],
  sort: '-id',
  filters: { state: z.enum(OUTBOX_STATES), kind: textFilter(80) },
});
export type OutboxQuery = z.output<typeof outboxQuery>;

export const outboxItem = z.object({
  id: z.string(),
  kind: z.string(),
  key: z.string(),
  /** Host it goes to, where messages of its kind go to several. */
  destination: z.string(),
  state: z.enum(OUTBOX_STATES),
  attempts: z.number().int(),
  created_at: z.iso.datetime(),
  /** When it is tried next; null where it is not waiting. */
  due_at: z.iso.datetime().nullable(),
  /** Codes, never what was sent. */
  failure: z.string().nullable(),
});
export type OutboxItem = z.output<typeof outboxItem>;
export const outboxPage = pageOf(outboxItem);

export const outboxParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });
export const outboxRetried = z.object({ state: z.literal('queued') });
