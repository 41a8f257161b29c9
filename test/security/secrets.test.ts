/**
 * A4: what is secret is written and never read. Every secret the house makes is planted, then looked for in every answer, every export, the audit
 * log and, but for what must be kept to work, every table.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey, createSource } from '#know/sources';
import { ROLES } from '#platform/http';
import { type House, openHouse, PASSWORD } from './house.ts';
import { aMember } from './members.ts';
import { secretOf } from './totp.ts';

let house: House;
const secrets: Record<string, string> = {};
const readers: Record<string, { cookie: string }> = {};

beforeAll(async () => {
  house = await openHouse({
    OIDC_ISSUER: 'https://issuer.example',
    OIDC_CLIENT_ID: 'x',
    OIDC_CLIENT_SECRET: 'canary-oidc',
  });
  for (const role of ROLES) readers[role] = (await aMember(house, role)).headers;
  const system = { kind: 'system', name: 'test' } as const;
  const sourceId = await createSource(house.platform, system, {
    name: 'Shop',
    kind: 'server',
    allowed_events: null,
    clear_properties: [],
    allowed_origins: null,
  });
  secrets.writeKey = (await createKey(house.platform, system, { sourceId, kind: 'server' })).writeKey;
  secrets.apiKey = (await house.platform.auth.createApiKey({ name: 'sync', role: 'agent' })).apiKey;
  const post = async (url: string, payload?: object) =>
    (
      await house.send({ method: 'POST', url, headers: readers.owner ?? {}, ...(payload && { payload }) })
    ).json();
  const invited = await post('/api/staff/invitations', {
    email: 'new@tea.example',
    name: 'New',
    role: 'agent',
  });
  secrets.invitation = invited.link.split('#')[1];
  secrets.reset = (await post(`/api/staff/${invited.id}/reset`)).link.split('#')[1];
  secrets.oidc = 'canary-oidc';
  secrets.password = PASSWORD;
  const { totpURI, backupCodes } = await post('/api/auth/two-factor/enable', { password: PASSWORD });
  secrets.totp = new URL(totpURI).searchParams.get('secret') as string;
  secrets.totpItself = secretOf(totpURI).toString();
  secrets.backupCode = backupCodes[0];
  const { rows } = await house.platform.database.pool.query(
    `SELECT (SELECT "token" FROM auth."session" LIMIT 1) AS token, (SELECT "password" FROM auth."account" LIMIT 1) AS hash`,
  );
  secrets.sessionToken = rows[0].token;
  secrets.passwordHash = rows[0].hash;
});
afterAll(() => house?.close());

const found = (text: string): string[] =>
  Object.entries(secrets)
    .filter(([, secret]) => text.includes(secret))
    .map(([name]) => name);

describe('no answer', () => {
  it('holds a secret, to whatever role, as a page or as a file', async () => {
    const leaks: string[] = [];
    let answers = 0;
    const ids = { sources: '1', 'api-keys': '1', events: '1' };
    const paths = house.routes
      .filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream'))
      .map(({ path }) => path.replace(/:[a-z_]+/, ids[path.split('/')[2] as keyof typeof ids] ?? '1'));
    for (const [role, headers] of Object.entries(readers)) {
      for (const url of paths.flatMap((path) => [path, `${path}?format=csv`])) {
        const { body, headers: sent } = await house.send({ url, headers });
        answers++;
        leaks.push(...found(`${body}${JSON.stringify(sent)}`).map((name) => `${role} ${url}: ${name}`));
      }
    }
    console.log(`secrets: ${answers} answers, ${Object.keys(secrets).length} secrets`);
    expect(leaks).toEqual([]);
    expect(answers).toBeGreaterThan(200);
  });

  it('tells a version to who has not signed in', async () => {
    const { version } = house.platform;
    const said: string[] = [];
    for (const { method, path } of house.routes.filter(({ access }) => access.to !== 'staff')) {
      const answer = await house.send({ method: method as 'GET', url: path });
      if (answer.body.includes(`"${version}"`) || JSON.stringify(answer.headers).includes(`/${version}`))
        said.push(path);
    }
    expect(said).toEqual([]);
  });
});

describe('no table', () => {
  it('holds one in the clear, but for the token of a session, which is nothing without its signature', async () => {
    const { pool } = house.platform.database;
    const { rows: tables } = await pool.query(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
        WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const leaks: string[] = [];
    for (const { name } of tables) {
      const { rows } = await pool.query(
        `SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM ${name} t`,
      );
      leaks.push(...found(rows[0].text).map((secret) => `${name}: ${secret}`));
    }
    expect(tables.length).toBeGreaterThan(15);
    expect(leaks.sort()).toEqual(['auth.account: passwordHash', 'auth.session: sessionToken']);
  });
});
