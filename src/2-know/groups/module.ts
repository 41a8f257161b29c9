import { fileURLToPath } from 'node:url';
import { type Principal, seesPersonal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { Module } from '#platform/module';
import type { Db } from '#platform/postgres';
import { open } from '#platform/vault';
import { groupRoutes } from './routes.ts';
import type { GroupParts } from './show-group.ts';
import { eraseMemberships, membershipsOf } from './store.ts';

export const groupsModule = (parts: GroupParts): Module => ({
  name: 'know/groups',
  neighbours: ['know/customers'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: groupRoutes(parts),
  personalData: {
    export: (db, customer, caller) => exportMemberships(parts, db, customer, caller),
    erase: (tx, customer) => eraseMemberships(tx, customer, parts.clock.now()),
  },
});

/** What she belongs and belonged to, and not who else does: those have files of their own. */
async function exportMemberships(
  { vault }: Pick<GroupParts, 'vault'>,
  db: Db,
  customer: CustomerId,
  caller: Principal,
): Promise<object[]> {
  const [rows, keys] = await Promise.all([membershipsOf(db, customer), vault.existingKeys([customer])]);
  const key = keys.get(customer);
  return rows.map(({ kind, name, role, since, left_at, sealed_name }) => ({
    kind,
    name: name ?? (key && sealed_name && seesPersonal(caller) ? open(key, sealed_name)?.toString() : null),
    role,
    since,
    left_at,
  }));
}
