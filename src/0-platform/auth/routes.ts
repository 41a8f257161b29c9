import { Problem } from '../errors/index.ts';
import { anyone, everyRole, type Principal, type Route, route, staff } from '../http/index.ts';
import { answerList } from '../lists/index.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import * as contract from './contract.ts';
import type { AuthParts } from './parts.ts';
import * as acts from './staff.ts';
import * as store from './store.ts';

const owner = staff('owner');

export const authRoutes = (parts: AuthParts): Route[] => [
  ...ownRoutes(parts),
  ...staffRoutes(parts),
  ...linkRoutes(parts),
  ...apiKeyRoutes(parts),
];

const ownRoutes = (parts: AuthParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/sign-in',
    summary: 'Ways to sign in',
    lane: 'console',
    access: anyone,
    response: contract.signInOptions,
    handle: async () => ({
      oidc: parts.settings.OIDC_ISSUER !== undefined,
      sample: (await parts.instance()).sample,
      expects: parts.tickets.isWaiting(),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who one is, and where',
    lane: 'console',
    access: everyRole,
    response: contract.me,
    handle: ({ staff: who }) => describe(parts, who),
  }),
  route({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Change one’s own name or language',
    lane: 'console',
    access: everyRole,
    body: contract.ownChanges,
    response: contract.me,
    handle: async ({ staff: who, body }) => {
      if (who.kind !== 'staff') throw new Problem('not_allowed');
      await acts.changeOwn(parts, who, body);
      return describe(parts, who);
    },
  }),
  route({
    method: 'GET',
    path: '/api/sessions',
    summary: 'Where one is signed in',
    lane: 'console',
    access: everyRole,
    response: contract.sessionList,
    handle: async ({ staff: who }) => {
      const rows = await store.sessionsOf(parts.database.db, who.id);
      const items = rows.map(({ created_at, expires_at, ...row }) => ({
        ...row,
        created_at: created_at.toISOString(),
        expires_at: expires_at.toISOString(),
        current: who.kind === 'staff' && row.id === who.sessionId,
      }));
      return { items, next: null };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/sessions/:id',
    summary: 'End one of one’s sessions',
    lane: 'console',
    access: everyRole,
    params: contract.staffParams,
    handle: async ({ staff: who, params, reply }) => {
      await acts.endOwnSession(parts, who, params.id);
      return reply.status(204).send();
    },
  }),
];

const staffRoutes = (parts: AuthParts): Route[] => [
  route({
    method: 'GET',
    path: '/api/staff',
    summary: 'Who works here',
    lane: 'console',
    access: owner,
    query: contract.staffQuery,
    response: contract.staffPage,
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'staff',
        columns: {
          email: (one) => one.email,
          name: (one) => one.name,
          role: (one) => one.role,
          suspended: (one) => one.suspended,
        },
        read: async (asked) => {
          const { items, next } = await store.listStaff(parts.database.db, asked);
          return { items: items.map(itemOf), next };
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/api/staff/invitations',
    summary: 'Invite somebody; the link is shown only in this answer',
    lane: 'console',
    access: owner,
    body: contract.invitation,
    response: contract.invited,
    handle: ({ staff: actor, body }) => acts.inviteStaff(parts, actor, body),
  }),
  route({
    method: 'PATCH',
    path: '/api/staff/:id',
    summary: 'Change role or channels, suspend or reinstate; ends their sessions',
    lane: 'console',
    access: owner,
    params: contract.staffParams,
    body: contract.staffChanges,
    response: contract.staffItem,
    handle: async ({ staff: actor, params, body }) => {
      await acts.changeStaff(parts, actor, params.id, body);
      return itemOf((await store.staffById(parts.database.db, params.id)) as store.StaffRow);
    },
  }),
];

const linkRoutes = (parts: AuthParts): Route[] => [
  route({
    method: 'POST',
    path: '/api/staff/:id/reset',
    summary: 'A link by which they set a new password; shown only in this answer',
    lane: 'console',
    access: owner,
    params: contract.staffParams,
    response: contract.issuedReset,
    handle: ({ staff: actor, params }) => acts.issueReset(parts, actor, params.id),
  }),
  route({
    method: 'POST',
    path: '/api/invitations/accept',
    summary: 'Set a password by an invitation or a reset link',
    lane: 'console',
    access: anyone,
    body: contract.acceptance,
    response: contract.accepted,
    handle: ({ body }) => acts.acceptLink(parts, body),
  }),
];

async function describe(
  parts: AuthParts,
  who: Exclude<Principal, { kind: 'anonymous' }>,
): Promise<contract.Me> {
  const row = who.kind === 'staff' ? await store.staffById(parts.database.db, who.id) : null;
  return {
    id: who.id,
    kind: who.kind,
    name: row?.name ?? who.name,
    email: row?.email ?? null,
    role: who.role,
    channels: who.channels ? [...who.channels] : null,
    locale: row?.locale ?? null,
    two_factor: row?.two_factor ?? false,
    instance: await parts.instance(),
  };
}

const itemOf = (row: store.StaffRow): contract.StaffItem => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  channels: row.channels,
  two_factor: row.two_factor,
  accepted: row.accepted,
  suspended: row.suspended_at !== null,
  created_at: row.created_at.toISOString(),
});
