/**
 * Who did what, when: an append-only record in a hash chain, so that a line removed or changed later shows.
 * Holds ids and names of fields, never a customer's values.
 */
import type { Principal } from '../http/index.ts';
import type { Db, Tx } from '../postgres/index.ts';

export type AuditEntry = {
  actor: Principal | { kind: 'system'; name: string };
  /** `source.create`, `staff.invite`: object.verb. */
  act: string;
  /** `source:12`. */
  object: string;
  /** Ids, field names, counts. */
  detail?: Record<string, string | number | boolean | null>;
  ip?: string;
};

export type Audit = {
  record(tx: Tx | Db, entry: AuditEntry): Promise<void>;
  /** Walks the chain; the first entry that does not fit, or null. */
  verify(db: Db): Promise<{ brokenAt: number } | null>;
};

export { createAudit } from './create-audit.ts';
