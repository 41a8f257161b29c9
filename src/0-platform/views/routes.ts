import { Problem } from '../errors/index.ts';
import { everyRole, type Principal, type Route, route } from '../http/index.ts';
import type { Platform } from '../module/index.ts';
import { newView, type ViewItem, viewItem, viewPage, viewParams, viewsOfPage } from './contract.ts';
import { countViews, deleteView, insertView, type ViewRow, viewsSeenBy } from './store.ts';

const MOST_PER_PAGE = 100;

type Caller = Exclude<Principal, { kind: 'anonymous' }>;
const ownerOf = (caller: Caller): string => `${caller.kind}:${caller.id}`;

const itemFor = (caller: Caller, row: ViewRow): ViewItem => ({
  id: String(row.view_id),
  page: row.page,
  name: row.name,
  query: row.query,
  shared: row.shared,
  mine: row.owner === ownerOf(caller),
  created_at: row.created_at.toISOString(),
});

export const viewRoutes = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/views',
    summary: 'Saved views of a page: your own and those shared with all',
    lane: 'console',
    access: everyRole,
    query: viewsOfPage,
    response: viewPage,
    handle: async ({ staff, query }) => {
      const rows = await viewsSeenBy(db, ownerOf(staff), query.page);
      return { items: rows.map((row) => itemFor(staff, row)), next: null };
    },
  }),
  route({
    method: 'POST',
    path: '/api/views',
    summary: 'Save a view',
    lane: 'console',
    access: everyRole,
    body: newView,
    response: viewItem,
    handle: async ({ staff, body }) => {
      const owner = ownerOf(staff);
      const row = await insertView(db, { ...body, owner, created_at: clock.now() }, MOST_PER_PAGE);
      if (row) return itemFor(staff, row);
      const full = (await countViews(db, owner, body.page)) >= MOST_PER_PAGE;
      throw full
        ? new Problem('too_many_views', { params: { limit: MOST_PER_PAGE } })
        : new Problem('view_name_taken');
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/views/:id',
    summary: 'Delete a view of your own; the owner of the shop may delete any shared one',
    lane: 'console',
    access: everyRole,
    params: viewParams,
    handle: async ({ staff, params, reply }) => {
      const view = { id: Number(params.id), owner: ownerOf(staff), any: staff.role === 'owner' };
      if (!(await deleteView(db, view))) throw new Problem('not_found');
      return reply.status(204).send();
    },
  }),
];
