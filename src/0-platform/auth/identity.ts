/**
 * better-auth, loaded when somebody signs in: it takes longer to load than the rest of the server, and a server that only collects
 * never needs it. Sign-up is closed: staff exist by invitation or from the command line.
 */
import pg from 'pg';
import type { Database } from '../postgres/index.ts';
import type { Settings } from '../settings/index.ts';
import { IDENTITY_BODIES } from './identity-contract.ts';
import { allStaff, staffById } from './store.ts';
import type { Tickets } from './ticket.ts';

export const LEAST_PASSWORD = 12;
/** From the sign-in on: reading never writes, so using a session does not prolong it. */
const SESSION_SECONDS = 7 * 86_400;

export type Identity = {
  /** Refusals are thrown as better-auth's APIError. */
  handler(request: Request): Promise<Response>;
  session(headers: Headers): Promise<{ userId: string; sessionId: string } | null>;
  hashPassword(password: string): Promise<string>;
};

export type IdentityOptions = {
  database: Database;
  settings: Settings;
  secret: Buffer;
  /** Of cookies. */
  prefix: string;
  tickets: Tickets;
};

const ticketBody = IDENTITY_BODIES.ticket;

/** Where people reach us, as far as we were told. */
export const ownOrigin = ({ PUBLIC_URL, HOST, PORT }: Settings): string =>
  PUBLIC_URL ? new URL(PUBLIC_URL).origin : `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;

export function createIdentity(options: IdentityOptions): {
  load(): Promise<Identity>;
  /** The same with the OpenID Connect issuer. Apart, because it asks the issuer first: one that hangs must not keep those out who have a password. */
  loadWithIssuer(): Promise<Identity>;
  close(): Promise<void>;
} {
  let pool: pg.Pool | null = null;
  const open = (): pg.Pool => {
    if (pool) return pool;
    pool = new pg.Pool({ ...options.database.pool.options, max: 4, options: '-c search_path=auth' });
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return pool;
  };
  return {
    load: once(() => build(options, open(), [])),
    loadWithIssuer: once(() => build(options, open(), oidc(options.settings))),
    close: async () => {
      await pool?.end();
    },
  };
}

/** What failed is tried anew the next time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    if (!made) {
      made = make();
      made.catch(() => {
        made = null;
      });
    }
    return made;
  };
}

async function build(
  options: IdentityOptions,
  pool: pg.Pool,
  issuers: ReturnType<typeof oidc>,
): Promise<Identity> {
  const { database, settings, secret, prefix } = options;
  const [{ betterAuth }, { twoFactor }, { genericOAuth }, byTicket] = await Promise.all([
    import('better-auth'),
    import('better-auth/plugins/two-factor'),
    import('better-auth/plugins/generic-oauth'),
    signInByTicket(options),
  ]);
  const https = settings.PUBLIC_URL?.startsWith('https:') ?? false;
  const auth = betterAuth({
    database: pool,
    secret: secret.toString('base64'),
    baseURL: ownOrigin(settings),
    basePath: '/api/auth',
    // A page of ours may be reached by several names; whoever could forge Host could not have the cookie for it.
    trustedOrigins: (request) => originsOf(request),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: LEAST_PASSWORD,
      revokeSessionsOnPasswordReset: true,
    },
    account: { updateAccountOnSignIn: false },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    databaseHooks: {
      account: {
        create: {
          // An issuer's tokens let one act there in somebody's name, which we never do.
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
        },
      },
      session: {
        create: {
          // However somebody signs in: nobody who is suspended does.
          before: async ({ userId }) => {
            const staff = await staffById(database.db, userId);
            return staff !== null && staff.suspended_at === null;
          },
        },
      },
    },
    advanced: {
      // `__Host-`: over HTTPS a neighbouring subdomain can neither read nor plant it.
      cookiePrefix: https ? `__Host-${prefix}` : prefix,
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: https },
      ipAddress: { ipAddressHeaders: ['x-regulars-ip'] },
    },
    rateLimit: { enabled: false }, // ours counts failures by account, survives a restart, and covers the second factor
    telemetry: { enabled: false },
    logger: { disabled: true }, // its messages quote addresses; what goes wrong is thrown to us
    onAPIError: { throw: true, errorURL: `${ownOrigin(settings)}/sign-in` },
    plugins: [
      twoFactor({ issuer: 'Regulars', accountLockout: { maxFailedAttempts: 5, durationSeconds: 900 } }),
      genericOAuth({ config: issuers }),
      byTicket,
    ],
  });
  const context = await auth.$context;
  return {
    handler: (request) => auth.handler(request),
    session: async (headers) => {
      const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
      return found && { userId: found.user.id, sessionId: found.session.id };
    },
    hashPassword: (password) => context.password.hash(password),
  };
}

/** The owner's session for a ticket: see `ticket.ts`. */
async function signInByTicket({ database, tickets }: IdentityOptions) {
  const [{ APIError, createAuthEndpoint }, { setSessionCookie }] = await Promise.all([
    import('better-auth/api'),
    import('better-auth/cookies'),
  ]);
  const enter = createAuthEndpoint('/ticket', { method: 'POST', body: ticketBody }, async (ctx) => {
    if (!tickets.take(ctx.body.ticket)) throw new APIError('UNAUTHORIZED');
    const owner = (await allStaff(database.db)).find((one) => one.role === 'owner' && !one.suspended_at);
    const user = owner && (await ctx.context.internalAdapter.findUserById(owner.id));
    const session = user && (await ctx.context.internalAdapter.createSession(user.id, false));
    if (!session) throw new APIError('UNAUTHORIZED');
    await setSessionCookie(ctx, { session, user });
    return ctx.json({ entered: true });
  });
  return { id: 'ticket', endpoints: { enter } };
}

function originsOf(request: Request | undefined): string[] {
  const origin = request?.headers.get('origin');
  const host = request?.headers.get('host');
  return origin && host && URL.canParse(origin) && new URL(origin).host === host ? [origin] : [];
}

function oidc({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Settings) {
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return [];
  return [
    {
      providerId: 'oidc',
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      discoveryUrl: `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
      scopes: ['openid', 'email', 'profile'],
      pkce: true,
      requireIdTokenVerification: true,
      // Only staff who exist: signing in elsewhere makes nobody staff here.
      disableSignUp: true,
    },
  ];
}
