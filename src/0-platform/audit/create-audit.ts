import type { Clock } from '../clock/index.ts';
import type { Db, Tx } from '../postgres/index.ts';
import { GENESIS, hashOf } from './chain.ts';
import type { Audit, AuditEntry } from './index.ts';
import { entriesAfter, insertEntry, lockChain } from './store.ts';

const READ_AT_ONCE = 1000;

export function createAudit(clock: Clock): Audit {
  return {
    record: (on, entry) =>
      on.isTransaction
        ? append(on as Tx, entry, clock)
        : on.transaction().execute((tx) => append(tx, entry, clock)),
    verify,
  };
}

async function append(tx: Tx, { actor, act, object, detail, ip }: AuditEntry, clock: Clock): Promise<void> {
  const last = await lockChain(tx);
  const link = {
    id: (last?.id ?? 0) + 1,
    at: clock.now(),
    actor: actorOf(actor),
    name: 'name' in actor ? actor.name : '',
    act,
    object,
    detail: JSON.stringify(detail ?? {}),
    ip: ip ?? null,
  };
  const previous = last?.hash ?? GENESIS;
  await insertEntry(tx, { ...link, previous, hash: hashOf(previous, link) });
}

function actorOf(actor: AuditEntry['actor']): string {
  if (actor.kind === 'anonymous') return 'anonymous';
  return actor.kind === 'system' ? `system:${actor.name}` : `${actor.kind}:${actor.id}`;
}

async function verify(db: Db): Promise<{ brokenAt: number } | null> {
  let id = 0;
  let previous: Buffer = GENESIS;
  for (;;) {
    const rows = await entriesAfter(db, id, READ_AT_ONCE);
    for (const row of rows) {
      const fits =
        row.id === id + 1 && row.previous.equals(previous) && row.hash.equals(hashOf(previous, row));
      if (!fits) return { brokenAt: id + 1 };
      id = row.id;
      previous = row.hash;
    }
    if (rows.length < READ_AT_ONCE) return null;
  }
}
