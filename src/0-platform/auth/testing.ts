/** The real way in for tests: auth on a real database behind the real HTTP application, and people who sign in to it. */
import { fileURLToPath } from 'node:url';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import pino from 'pino';
import { createAudit } from '../audit/index.ts';
import { fixedClock } from '../clock/index.ts';
import { createApp, createLanes, type Role } from '../http/index.ts';
import { createMail } from '../mail/index.ts';
import { createOutbox } from '../outbox/index.ts';
import type { MigrationSet } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { readSettings } from '../settings/index.ts';
import { createVault } from '../vault/index.ts';
import { createAuth } from './index.ts';

const folder = (module: string): string => fileURLToPath(new URL(`../${module}/migrations`, import.meta.url));

const AUTH_MIGRATIONS: MigrationSet[] = ['audit', 'auth'].map((module) => ({
  module: `platform/${module}`,
  folder: folder(module),
}));

export const ORIGIN = 'http://127.0.0.1:4200';
export const PASSWORD = 'correct horse battery';

export type Gate = Awaited<ReturnType<typeof testGate>>;

export async function testGate() {
  const database = await testDatabase(AUTH_MIGRATIONS);
  const settings = readSettings({ HOST: '127.0.0.1', PORT: '4200' });
  const clock = fixedClock(new Date());
  const audit = createAudit(clock);
  const auth = createAuth({
    database,
    settings,
    clock,
    audit,
    mail: createMail({
      outbox: createOutbox({ vault: createVault(database.db, Buffer.alloc(32, 8)), clock }),
      settings,
    }),
    sessionSecret: Buffer.alloc(32, 7),
    instance: async () => ({
      version: '0.0.0',
      shop_name: 'Tea',
      default_locale: 'en',
      sample: false,
      sample_offered: false,
      egress_released: true,
      restored_from: null,
      zone: settings.SHOP_ZONE,
      disk: 'roomy',
    }),
  });
  const app = await createApp({
    routes: auth.routes(),
    authenticate: auth.authenticate,
    lanes: createLanes(),
    clock,
    trustProxy: false,
    logger: pino({ level: 'silent' }),
  });
  const send = (request: InjectOptions): Promise<LightMyRequestResponse> =>
    app.inject({ ...request, headers: { origin: ORIGIN, ...request.headers } });
  const signIn = async (email: string, password = PASSWORD): Promise<LightMyRequestResponse> =>
    send({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } });
  return {
    auth,
    database,
    clock,
    send,
    signIn,
    /** Somebody of this role, signed in: the id and the cookie. */
    member: async (role: Role, email = `${role}-${Math.random().toString(36).slice(2)}@tea.example`) => {
      const { id } = await auth.createStaff({ email, name: role, role, password: PASSWORD });
      return { id, email, cookie: cookiesOf(await signIn(email)) };
    },
    close: async () => {
      await app.close();
      await auth.close();
      await database.close();
    },
  };
}

/** What a browser would send back. */
export const cookiesOf = (answer: LightMyRequestResponse): string =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
