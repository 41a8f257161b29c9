/**
 * Staff and programs: who they are, what role they have, and that they are who they say. Passwords, sessions, second factor and OpenID
 * Connect are better-auth's; roles, channels, suspension, invitations and API keys are ours.
 *
 * It guarantees: whoever is suspended, reset or given another role is out with the next request; passwords, tokens and keys are kept
 * as digests only; guessing is bounded; no answer tells whether an account exists.
 */
import type { FastifyRequest } from 'fastify';
import type { Principal, Role, Route } from '../http/index.ts';
import { createApiKey, type NewApiKey, revokeApiKey } from './api-key.ts';
import { authenticate } from './authenticate.ts';
import { createIdentity } from './identity.ts';
import { identityRoutes } from './identity-routes.ts';
import type { AuthParts } from './parts.ts';
import { authRoutes } from './routes.ts';
import { commandLine, createStaff, type NewStaff, resetPassword, setSuspended } from './staff.ts';
import { allStaff } from './store.ts';
import { createTickets } from './ticket.ts';

export { newTicket } from './ticket.ts';

export type Auth = {
  authenticate(request: FastifyRequest): Promise<Principal>;
  routes(): Route[];
  createStaff(staff: NewStaff & { password?: string }): Promise<{ id: string; password: string }>;
  resetPassword(email: string): Promise<{ password: string }>;
  setSuspended(email: string, suspended: boolean): Promise<void>;
  listStaff(): Promise<{ id: string; email: string; name: string; role: Role; suspended: boolean }[]>;
  createApiKey(key: NewApiKey): Promise<{ id: string; apiKey: string }>;
  /** From now on whoever has the ticket of this digest may come in, once; in the sample only. */
  admit(digest: string): void;
  revokeApiKey(id: string): Promise<void>;
  close(): Promise<void>;
};

export type AuthOptions = Pick<
  AuthParts,
  'database' | 'settings' | 'clock' | 'audit' | 'mail' | 'instance'
> & {
  sessionSecret: Buffer;
  /** Of the sample shop. */
  sample?: boolean;
};

/** Acts here are the command line's: whoever can run it on the machine is the owner of everything. */
export function createAuth({ sessionSecret, sample = false, ...rest }: AuthOptions): Auth {
  const tickets = createTickets(rest.clock, { sample });
  const prefix = sample ? 'regulars-sample' : 'regulars';
  const identity = createIdentity({ ...rest, secret: sessionSecret, prefix, tickets });
  const cookie = `${prefix}.session_token`;
  const parts: AuthParts = { ...rest, identity, tickets, cookie, secret: sessionSecret };
  return {
    authenticate: (request) => authenticate(parts, request),
    routes: () => [...identityRoutes(parts), ...authRoutes(parts)],
    createStaff: (staff) => createStaff(parts, commandLine, staff),
    resetPassword: (email) => resetPassword(parts, email),
    setSuspended: (email, suspended) => setSuspended(parts, email, suspended),
    listStaff: async () =>
      (await allStaff(parts.database.db)).map(({ id, email, name, role, suspended_at }) => ({
        id,
        email,
        name,
        role,
        suspended: suspended_at !== null,
      })),
    admit: tickets.admit,
    createApiKey: (key) => createApiKey(parts, commandLine, key),
    revokeApiKey: (id) => revokeApiKey(parts, commandLine, Number(id)),
    close: identity.close,
  };
}
