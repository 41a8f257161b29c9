/** Backups over HTTP, shared by server and console. */
import { z } from 'zod';
import { listQuery, pageOf } from '../lists/contract.ts';

export const backupQuery = listQuery({ sorts: ['id'], sort: '-id' });
export type BackupQuery = z.output<typeof backupQuery>;

export const backupItem = z.object({
  id: z.string(),
  kind: z.enum(['physical', 'logical']),
  place: z.string(),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  bytes: z.number().int().nullable(),
  verified_at: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
});
export type BackupItem = z.output<typeof backupItem>;
export const backupPage = pageOf(backupItem);

export const backupOrdered = z.object({ place: z.string() });
export const egressReleased = z.object({ released: z.literal(true) });
