/**
 * Erasing a customer: her keys are destroyed, and with them everything sealed under them wherever it was copied; her identifiers lead nowhere
 * any more; modules destroy what they kept of her. Her events stay as numbers that belong to nobody.
 *
 * The list outside the database is written first: cut off anywhere, the next start finishes what was asked.
 */
import type { AuditEntry } from '#platform/audit';
import { appendErasures, readErasures } from '#platform/backup';
import { type CustomerId, customerId } from '#platform/ids';
import type { Module, Platform } from '#platform/module';
import { type Db, forgetDeleted, type Tx } from '#platform/postgres';
import type { Certificate } from './contract.ts';
import { readUp } from './identity/read-up.ts';
import { membersOf, personsOf } from './identity/store.ts';
import { settleWithErasure } from './requests/store.ts';
import * as store from './store.ts';

export type ErasureParts = Pick<
  Platform,
  'db' | 'database' | 'log' | 'vault' | 'settings' | 'clock' | 'audit'
> & {
  pepper: Buffer;
  /** Holds the list of erasures. */
  folder: string;
  /** Everybody who may keep something about a customer. */
  keepers: () => readonly Pick<Module, 'name' | 'personalData'>[];
  /** Called between two steps; tests stop the work there. */
  step?: (name: string) => Promise<void> | void;
};

export async function eraseCustomer(
  parts: ErasureParts,
  actor: AuditEntry['actor'],
  customer: CustomerId,
  withLinked: boolean,
): Promise<Certificate | null> {
  await readUp(parts);
  const members = await store.profiles(parts.db, await membersOf(parts.db, customer));
  const hers = members.filter(({ erasedAt }) => erasedAt === null);
  if (hers.length === 0) return null;
  const { own, others } = await linkedWith(parts.db, idsOf(hers));
  const erased = [...hers, ...(withLinked ? own : [])];
  await parts.step?.('chosen');
  appendErasures(parts.folder, [
    {
      at: parts.clock.now().toISOString(),
      customers: erased.map(({ customerId }) => customerId),
      made: erased.map(({ createdAt }) => createdAt.toISOString()),
    },
  ]);
  await parts.step?.('listed');
  const left = withLinked ? others : [...own, ...others];
  const certificate = await destroy(parts, actor, { erased: idsOf(erased), left: idsOf(left) });
  await parts.step?.('destroyed');
  await forgetDeleted(parts.db);
  await parts.step?.('forgotten');
  return certificate;
}

/** What a restore brought back is erased again, and what was cut off is finished; for the start, before anything is served. */
export async function reapplyErasures(parts: ErasureParts): Promise<number> {
  const made = new Map(
    readErasures(parts.folder).flatMap((line) =>
      line.customers.map((id, index) => [customerId(id), line.made[index]] as const),
    ),
  );
  const back = (await store.profiles(parts.db, [...made.keys()])).filter(
    // After a restore to a moment numbers are given out anew: one made at another instant is somebody else.
    (profile) =>
      profile.erasedAt === null && profile.createdAt.toISOString() === made.get(profile.customerId),
  );
  if (back.length === 0) return 0;
  const actor = { kind: 'system', name: 'erasures after a restore' } as const;
  await destroy(parts, actor, { erased: idsOf(back), left: [] });
  await forgetDeleted(parts.db);
  return back.length;
}

const idsOf = (profiles: readonly store.Profile[]): CustomerId[] =>
  profiles.map((profile) => profile.customerId);

/**
 * Profiles that were seen with hers. Her own are those that nobody vouched for: browsers that said they were her. One
 * that the shop itself knows under another user id is somebody else, who used the same browser or was merely claimed in it: she has
 * to ask herself, or anybody could have her erased by saying her id in his browser.
 */
async function linkedWith(
  db: Db,
  hers: readonly CustomerId[],
): Promise<{ own: store.Profile[]; others: store.Profile[] }> {
  const seen = await store.seenWith(db, hers);
  const whole = await Promise.all(seen.map((id) => membersOf(db, id)));
  const linked = await store.profiles(db, [...new Set(whole.flat())]);
  const living = linked.filter((profile) => profile.erasedAt === null);
  const persons = await personsOf(db, idsOf(living));
  const known = new Set(
    living
      .filter(({ identifiers }) => identifiers.some((identifier) => identifier.kind === 'user_id'))
      .map(({ customerId: id }) => persons.get(id)),
  );
  const isKnown = ({ customerId: id }: store.Profile): boolean => known.has(persons.get(id));
  return { own: living.filter((profile) => !isKnown(profile)), others: living.filter(isKnown) };
}

type Chosen = { erased: readonly CustomerId[]; left: readonly CustomerId[] };

async function destroy(
  parts: ErasureParts,
  actor: AuditEntry['actor'],
  { erased: customers, left }: Chosen,
): Promise<Certificate> {
  return await parts.db.transaction().execute(async (tx) => {
    const modules = await destroyInModules(parts, tx, customers);
    const { identifiers, links } = await store.unlink(tx, customers, parts.clock.now());
    const keys = await parts.vault.destroy(tx, customers);
    const by = nameOf(actor);
    await settleWithErasure(tx, customers, { at: parts.clock.now(), by });
    const row = await store.insertErasure(tx, {
      at: parts.clock.now(),
      actor: by,
      customers,
      destroyed: {
        keys,
        identifiers,
        links,
        modules,
        events_left: await countEvents(parts, tx, customers),
        left,
      },
    });
    await parts.audit.record(tx, {
      actor,
      act: 'customer.erase',
      object: `erasure:${row.id}`,
      detail: { customers: customers.length, keys },
    });
    return store.certificateOf(row);
  });
}

function nameOf(actor: AuditEntry['actor']): string {
  if (actor.kind === 'system') return `system:${actor.name}`;
  return actor.kind === 'anonymous' ? 'anonymous' : `${actor.kind}:${actor.id}`;
}

async function countEvents({ log }: ErasureParts, tx: Tx, customers: readonly CustomerId[]): Promise<number> {
  const counts = await log.countByCustomer(tx, customers);
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

async function destroyInModules(
  { keepers }: ErasureParts,
  tx: Tx,
  customers: readonly CustomerId[],
): Promise<string[]> {
  const names: string[] = [];
  for (const { name, personalData } of keepers()) {
    if (!personalData) continue;
    for (const customer of customers) await personalData.erase(tx, customer);
    names.push(name);
  }
  return names;
}
