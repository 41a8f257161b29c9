/**
 * `/api/auth/*`: better-auth behind our own door. What comes in was read and checked by us; guesses are counted before they are tested; what is
 * refused leaves as one of our problems, and the same for every address of mail; what succeeds is in the audit log.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../errors/index.ts';
import { anyone, type Principal, type Route, route } from '../http/index.ts';
import { isOwnPage, principalOfSession } from './authenticate.ts';
import { ownOrigin } from './identity.ts';
import { AUDITED, GUESSES, IDENTITY_BODIES, type IdentityAct } from './identity-contract.ts';
import type { AuthParts } from './parts.ts';
import { type Attempt, reserveTry } from './sign-in-limit.ts';
import { endSession } from './store.ts';
import { spendCode } from './try-store.ts';

type Staff = Extract<Principal, { kind: 'staff' }>;

const CODE_LIVES_MS = 5 * 60_000;
/** Of an authenticator app; the other codes are used up by better-auth. */
const TIMED_CODE = 'two-factor/verify-totp';

export const identityRoutes = (parts: AuthParts): Route[] => [
  ...Object.entries(IDENTITY_BODIES).map(([name, body]) =>
    route({
      method: 'POST',
      path: `/api/auth/${name}`,
      summary: `Staff sign-in: ${name}`,
      lane: 'console',
      access: anyone,
      body,
      bodyLimit: 16 * 1024,
      handle: ({ body: given, request, reply }) =>
        act(parts, name as IdentityAct, given as Given, request, reply),
    }),
  ),
  route({
    method: 'GET',
    path: '/api/auth/get-session',
    summary: 'Whether one is signed in',
    lane: 'console',
    access: anyone,
    handle: async ({ request }) => ({
      signed_in: (await principalOfSession(parts, request.headers.cookie)).kind === 'staff',
    }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/callback/oidc',
    summary: 'Where the OpenID Connect issuer sends people back to',
    lane: 'console',
    access: anyone,
    handle: async ({ request, reply }) => {
      const answer = await ask(parts, request, undefined, { kind: 'anonymous' });
      const begun = await principalOfSession(parts, cookiesOf(answer.headers.getSetCookie()));
      if (begun.kind === 'staff') await note(parts, 'session.begin', begun, request);
      return hand(answer, reply);
    },
  }),
];

type Given = { email?: string; code?: string };

async function act(
  parts: AuthParts,
  name: IdentityAct,
  body: Given,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!isOwnPage(parts, request)) throw new Problem('origin_not_allowed');
  const before = await principalOfSession(parts, request.headers.cookie);
  const attempt: Attempt = {
    // A half-finished sign-in has no session yet: there better-auth counts, by account.
    account: body.email ?? (before.kind === 'staff' ? before.id : null),
    ip: request.ip,
  };
  const release = GUESSES.has(name) ? await reserveTry(parts, attempt) : null;
  const answer = await ask(parts, request, body, before);
  if (answer.status >= 400) throw await refusalOf(answer, name);
  const begun =
    before.kind === 'staff'
      ? before
      : await principalOfSession(parts, cookiesOf(answer.headers.getSetCookie()));
  if (begun.kind === 'staff') {
    if (name === TIMED_CODE) await refuseReplay(parts, before, begun, body.code ?? '');
    await noteAct(parts, name, before, begun, request);
  }
  await release?.();
  return hand(answer, reply);
}

/** A code that was seen over a shoulder opens nothing a second time, though its half minute is not over. */
async function refuseReplay(parts: AuthParts, before: Principal, begun: Staff, code: string): Promise<void> {
  const now = parts.clock.now();
  const forgetBefore = new Date(now.getTime() - CODE_LIVES_MS);
  if (await spendCode(parts.database.db, begun.id, code, now, forgetBefore)) return;
  if (before.kind !== 'staff') await endSession(parts.database.db, begun.id, begun.sessionId);
  throw new Problem('code_wrong');
}

async function noteAct(
  parts: AuthParts,
  name: string,
  before: Principal,
  begun: Staff,
  request: FastifyRequest,
): Promise<void> {
  const what = before.kind === 'staff' && name !== 'sign-in/email' ? AUDITED[name] : 'session.begin';
  if (what) await note(parts, what, begun, request);
}

const note = ({ audit, database }: AuthParts, act: string, actor: Staff, { ip }: FastifyRequest) =>
  audit.record(database.db, { actor, act, object: `staff:${actor.id}`, ip });

/** better-auth's refusals, as ours. Its faults were thrown. */
async function refusalOf(answer: Response, name: IdentityAct): Promise<Problem> {
  // One answer for a wrong password, an unknown address and a suspended account.
  if (name === 'sign-in/email' && answer.status < 500) return new Problem('sign_in_failed');
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  switch (code) {
    case 'INVALID_PASSWORD':
      return new Problem('password_wrong');
    case 'INVALID_CODE':
    case 'INVALID_BACKUP_CODE':
      return new Problem('code_wrong');
    case 'INVALID_TWO_FACTOR_COOKIE':
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
      return new Problem('sign_in_over');
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return new Problem('too_many_requests', {
        params: { seconds: 900 },
        headers: { 'retry-after': '900' },
      });
  }
  if (answer.status === 401) return new Problem('not_signed_in');
  return new Problem(answer.status < 500 ? 'bad_request' : 'internal');
}

async function ask(
  { identity, settings, cookie }: AuthParts,
  request: FastifyRequest,
  body: unknown,
  { kind }: Principal,
): Promise<Response> {
  const headers = new Headers();
  for (const name of ['origin', 'user-agent', 'host'] as const) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  // A session that we do not honour is none for better-auth either: it knows no suspension.
  headers.set(
    'cookie',
    cookiesOf(request.headers.cookie?.split('; ') ?? [], kind === 'anonymous' ? cookie : null),
  );
  headers.set('x-regulars-ip', request.ip);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const needsIssuer = /\/(sign-in\/social|callback\/oidc)(\?|$)/.test(request.url);
  const { handler } = await (needsIssuer ? identity.loadWithIssuer() : identity.load());
  return handler(
    new Request(new URL(request.url, ownOrigin(settings)), {
      method: request.method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
}

/** Cookies as a browser sends them, given those it has or is being given; `without` one of that name. */
const cookiesOf = (cookies: readonly string[], without: string | null = null): string =>
  cookies
    .map((cookie) => cookie.split(';', 1)[0] as string)
    .filter((cookie) => without === null || !cookie.includes(without))
    .join('; ');

async function hand(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  for (const cookie of answer.headers.getSetCookie()) void reply.header('set-cookie', cookie);
  const location = answer.headers.get('location');
  if (location) void reply.header('location', location);
  return reply
    .status(answer.status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((payload: string) => payload)
    .send(withoutToken(await answer.text()));
}

/** The session's token is in the cookie, where no script reads it; better-auth would also say it in the body. */
function withoutToken(text: string): string {
  if (!text) return text;
  const { token: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}
