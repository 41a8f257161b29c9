import { everyRole, type Route, route, staff } from '../http/index.ts';
import type { Platform } from '../module/index.ts';
import { arrangementsOf, dropArrangement, saveArrangement } from './arrangement-store.ts';
import * as contract from './contract.ts';

export const arrangementRoutes = ({
  db,
  clock,
  audit,
}: Pick<Platform, 'db' | 'clock' | 'audit'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/page-arrangements/:page',
    summary: 'Which sections of a page your role sees, in order; for the owner of the shop, of every role',
    lane: 'console',
    access: everyRole,
    params: contract.arrangementParams,
    response: contract.arrangements,
    handle: async ({ params, staff: caller }) => ({
      items: await arrangementsOf(db, params.page, caller.role === 'owner' ? null : caller.role),
      next: null,
    }),
  }),
  route({
    method: 'PUT',
    path: '/api/page-arrangements/:page',
    summary: 'Choose which sections of a page a role sees, and in what order; nothing named: as usual',
    lane: 'console',
    access: staff('owner'),
    params: contract.arrangementParams,
    body: contract.arrangementBody,
    response: contract.arrangement,
    handle: async ({ params: { page }, body, staff: caller }) => {
      const { role, shown, hidden } = body;
      const isUsual = shown.length === 0 && hidden.length === 0;
      await db.transaction().execute(async (tx) => {
        if (isUsual) await dropArrangement(tx, page, role);
        else await saveArrangement(tx, { page, ...body, at: clock.now(), by: `${caller.kind}:${caller.id}` });
        await audit.record(tx, {
          actor: caller,
          act: 'page.arrange',
          object: `page:${page}`,
          detail: { role, shown: shown.join(' '), hidden: hidden.join(' ') },
        });
      });
      return body;
    },
  }),
];
