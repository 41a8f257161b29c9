/**
 * The whole house in this process, for attacks: every module of the wiring on a real database, behind the real application with its headers
 * and its console. The lake is not started: what needs it answers `lake_away`, which is no fault.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import pino from 'pino';
import { createApp, createLanes, type Route } from '#platform/http';
import { installJobs } from '#platform/jobs';
import type { Connection } from '#platform/postgres';
import { testDatabase } from '#platform/postgres/testing';
import { readSettings } from '#platform/settings';
import { telemetryRoutes } from '#platform/telemetry';
import { consoleFiles } from '../../src/6-app/console-files.ts';
import { dataDirectory, makeInstance } from '../../src/6-app/data-directory.ts';
import { everyFollower } from '../../src/6-app/followers.ts';
import { type AppPlatform, openPlatform } from '../../src/6-app/platform.ts';
import { migrationSets } from '../../src/6-app/schemas.ts';
import { makeSecrets } from '../../src/6-app/secrets.ts';
import { securityHeaders } from '../../src/6-app/security-headers.ts';
import { modules } from '../../src/6-app/wiring.ts';

export const ORIGIN = 'http://127.0.0.1:4210';
export const PASSWORD = 'correct horse battery';

export type House = {
  platform: AppPlatform;
  routes: Route[];
  /** Injects; from our own page unless the headers say otherwise. */
  send(request: InjectOptions): Promise<LightMyRequestResponse>;
  /** The status of an answer that may never end. */
  statusOf(request: InjectOptions): Promise<{ status: number; body: string }>;
  signIn(email: string, password?: string): Promise<LightMyRequestResponse>;
  /** Opens it to the network, for attacks below HTTP. */
  listen(): Promise<{ server: Server; port: number }>;
  close(): Promise<void>;
};

export async function openHouse(env: Record<string, string> = {}): Promise<House> {
  const database = await testDatabase(migrationSets());
  const { host, port, user, database: name } = database.connection as Exclude<Connection, string>;
  const folder = mkdtempSync(join(tmpdir(), 'rg-house-'));
  const directory = dataDirectory(folder);
  mkdirSync(directory.archive, { recursive: true });
  makeSecrets(directory);
  makeInstance(directory, 'shop', new Date());
  const platform = await openPlatform(
    readSettings({
      HOST: '127.0.0.1',
      PORT: '4210',
      DATA_DIR: folder,
      DATABASE_URL: `postgresql://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`,
      LOG_LEVEL: 'error',
      ...env,
    }),
    { process: 'server', connections: 10 },
  );
  await installJobs(platform.database);
  await platform.log.preparePartitions(platform.db, platform.clock.now());
  const all = modules(platform);
  const lanes = createLanes();
  const { authenticate } = platform.auth;
  const routes = [
    ...all.flatMap((module) => module.routes ?? []),
    ...telemetryRoutes({
      db: platform.db,
      checks: [],
      followers: () => everyFollower(platform.db, all),
      lanes,
      disk: platform.disk,
      authenticate,
    }),
  ];
  const app = await createApp({
    routes,
    doors: all.flatMap((module) => module.door ?? []),
    authenticate,
    lanes,
    clock: platform.clock,
    trustProxy: platform.settings.TRUSTED_PROXIES ? platform.settings.TRUSTED_PROXIES.split(',') : false,
    logger: pino({ level: 'silent' }),
    plugins: [securityHeaders(platform.settings), consoleFiles],
  });
  const own = (request: InjectOptions): InjectOptions => ({
    ...request,
    headers: { origin: new URL(env.PUBLIC_URL ?? ORIGIN).origin, ...request.headers },
  });
  return {
    platform,
    routes,
    send: (request) => app.inject(own(request)),
    statusOf: async (request) => {
      const answer = await app.inject({ ...own(request), payloadAsStream: true });
      const stream = answer.stream();
      const endless = String(answer.headers['content-type']).startsWith('text/event-stream');
      const body = endless ? '' : Buffer.concat(await stream.toArray()).toString();
      stream.destroy();
      return { status: answer.statusCode, body };
    },
    signIn: (email, password = PASSWORD) =>
      app.inject(own({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } })),
    listen: async () => {
      await app.listen({ host: '127.0.0.1', port: 0 });
      return { server: app.server, port: (app.server.address() as AddressInfo).port };
    },
    close: async () => {
      await app.close();
      await platform.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a browser would send back. */
export const cookiesOf = (answer: LightMyRequestResponse): string =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');

/** A route's address with every parameter naming nothing. */
export const addressOf = ({ path }: Route): string => path.replace(/:[a-z_]+/g, '999999');
