/** The audit log over HTTP, shared by server and console. */
import { z } from 'zod';
import { instantFilter, listQuery, pageOf, textFilter } from '../lists/contract.ts';

export const auditQuery = listQuery({
  sorts: ['id'],
  sort: '-id',
  filters: { actor: textFilter(), act: textFilter(80), from: instantFilter(), to: instantFilter() },
});

export const auditItem = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  actor: z.string(),
  name: z.string(),
  act: z.string(),
  object: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  ip: z.string().nullable(),
  hash: z.string(),
});
export type AuditItem = z.output<typeof auditItem>;
export const auditPage = pageOf(auditItem);

/** `broken_at`: the first entry that does not fit, or null where the chain is whole. */
export const auditVerdict = z.object({ broken_at: z.number().int().nullable() });
