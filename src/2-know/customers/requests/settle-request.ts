/** What becomes of what customers ask: an erasure happens by itself when it is due, or at once when an owner says so; a copy is handed over by people. */
import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import type { Certificate } from '../contract.ts';
import { type ErasureParts, eraseCustomer } from '../erase-customer.ts';
import { mayBecome, type Settling } from './request.ts';
import * as store from './store.ts';

type Actor = AuditEntry['actor'];
const AT_ONCE = 20;

/** How many were erased. One that is interrupted is finished by the next start, as every erasure is. */
export async function eraseWhoAsked(parts: ErasureParts): Promise<number> {
  const due = await store.dueErasures(parts.db, parts.clock.now(), AT_ONCE);
  for (const row of due)
    await erase(parts, { kind: 'system', name: `asked by way of ${row.asked_via}` }, row);
  return due.length;
}

/** At once. Throws `not_found`, `request_settled`. */
export async function eraseAsAsked(
  parts: ErasureParts,
  actor: Actor,
  id: number,
): Promise<Certificate | null> {
  const row = await openRequest(parts, id, 'done');
  if (row.what !== 'erasure') throw new Problem('not_found');
  return await erase(parts, actor, row);
}

/** With the browsers that nobody else vouches for. The erasure itself settles the request; of somebody who is gone already nothing is left to do. */
async function erase(parts: ErasureParts, actor: Actor, row: store.RequestRow): Promise<Certificate | null> {
  const certificate = await eraseCustomer(parts, actor, row.customer_id, true);
  const at = parts.clock.now();
  await store.settleRequest(parts.db, row.request_id, {
    state: 'done',
    at,
    by: nameOf(actor),
    reason: null,
  });
  return certificate;
}

/** A copy that was handed over, or what is declined for a reason in law. Throws `not_found`, `request_settled`. */
export async function settleRequest(
  parts: Pick<ErasureParts, 'db' | 'clock' | 'audit'>,
  actor: Actor,
  id: number,
  { state, reason }: { state: Extract<Settling, 'done' | 'declined'>; reason: string | null },
): Promise<void> {
  const row = await openRequest(parts, id, state);
  const at = parts.clock.now();
  await parts.db.transaction().execute(async (tx) => {
    if (!(await store.settleRequest(tx, id, { state, at, by: nameOf(actor), reason })))
      throw new Problem('request_settled');
    await parts.audit.record(tx, {
      actor,
      act: state === 'done' ? 'customer.hand_over' : 'customer.decline',
      object: `customer:${row.customer_id}`,
      detail: { request: id, what: row.what },
    });
  });
}

async function openRequest(
  { db }: Pick<ErasureParts, 'db'>,
  id: number,
  to: Settling,
): Promise<store.RequestRow> {
  const row = await store.requestById(db, id);
  if (!row) throw new Problem('not_found');
  if (!mayBecome(row, to)) throw new Problem('request_settled');
  return row;
}

function nameOf(actor: Actor): string {
  if (actor.kind === 'system') return `system:${actor.name}`;
  return actor.kind === 'anonymous' ? 'anonymous' : `${actor.kind}:${actor.id}`;
}
