/**
 * Who is calling: an API key in `Authorization`, or a session's cookie. Asked anew with every request, so that a suspension, a change of
 * role or a revoked key holds from the next request on. A request with a cookie that changes something must come from our own
 * pages (SECURITY.md A21); keys are not sent by browsers on their own and need no such check.
 */
import type { FastifyRequest } from 'fastify';
import { Problem } from '../errors/index.ts';
import type { Principal } from '../http/index.ts';
import { principalOfKey } from './api-key.ts';
import { ownOrigin } from './identity.ts';
import type { AuthParts } from './parts.ts';
import { staffById } from './store.ts';

const ANONYMOUS: Principal = { kind: 'anonymous' };
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

export async function authenticate(parts: AuthParts, request: FastifyRequest): Promise<Principal> {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) {
    const [scheme = '', key = ''] = authorization.split(' ');
    return (/^bearer$/i.test(scheme) && (await principalOfKey(parts, key))) || ANONYMOUS;
  }
  const principal = await principalOfSession(parts, cookie);
  const isWriting = !READING.has(request.method);
  if (principal.kind === 'staff' && isWriting && !isOwnPage(parts, request))
    throw new Problem('origin_not_allowed');
  return principal;
}

/** Whose session these cookies belong to. */
export async function principalOfSession(parts: AuthParts, cookie: string | undefined): Promise<Principal> {
  if (!cookie?.includes(`${parts.cookie}=`)) return ANONYMOUS;
  const identity = await parts.identity.load();
  const session = await identity.session(new Headers({ cookie }));
  const staff = session && (await staffById(parts.database.db, session.userId));
  if (!session || !staff || staff.suspended_at) return ANONYMOUS;
  return {
    kind: 'staff',
    id: staff.id,
    name: staff.name,
    role: staff.role,
    channels: staff.channels,
    sessionId: session.sessionId,
  };
}

/** Browsers send Origin with everything but GET and HEAD; a page elsewhere cannot choose it. */
export function isOwnPage({ settings }: AuthParts, request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === ownOrigin(settings) || new URL(origin).host === host;
}
