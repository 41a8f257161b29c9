/** Everybody who may knock: nobody, each role by session and by key, and all those who once could or almost can. */
import { createKey, createSource } from '#know/sources';
import { ROLES, type Role } from '#platform/http';
import { cookiesOf, type House, PASSWORD } from './house.ts';

export type Principals = Record<
  string,
  { headers: Record<string, string>; role: Role | null; foreign?: true }
>;

const system = { kind: 'system', name: 'test' } as const;

export async function principalsOf(house: House): Promise<Principals> {
  const { auth } = house.platform;
  const made: Principals = { anonymous: { headers: {}, role: null } };
  for (const role of ROLES) {
    const cookie = await sessionOf(house, role);
    made[`${role}, signed in`] = { headers: { cookie }, role };
    const { apiKey } = await auth.createApiKey({ name: role, role });
    made[`${role}, by key`] = { headers: bearer(apiKey), role };
    // A page elsewhere, in the browser of somebody who is signed in here.
    made[`${role}, by a foreign page`] = {
      headers: { cookie, origin: 'https://evil.example' },
      role,
      foreign: true,
    };
  }
  return {
    ...made,
    ...(await ofOneChannel(house)),
    ...(await formerly(house)),
    ...(await withWriteKeys(house)),
  };
}

/** A role holds in full on one's own channels, and as far as channels are not what a route is about. */
async function ofOneChannel(house: House): Promise<Principals> {
  const scope = { role: 'developer', channels: ['web'] } as const;
  const email = 'scoped@tea.example';
  await house.platform.auth.createStaff({ ...scope, email, name: 'scoped', password: PASSWORD });
  const { apiKey } = await house.platform.auth.createApiKey({ ...scope, name: 'scoped' });
  return {
    'developer of one channel, signed in': {
      headers: { cookie: cookiesOf(await house.signIn(email)) },
      role: 'developer',
    },
    'developer of one channel, by key': { headers: bearer(apiKey), role: 'developer' },
  };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

async function sessionOf(house: House, role: Role, email = `${role}@tea.example`): Promise<string> {
  await house.platform.auth.createStaff({ email, name: role, role, password: PASSWORD });
  return cookiesOf(await house.signIn(email));
}

/** Who has no access any more, or none yet. */
async function formerly(house: House): Promise<Principals> {
  const { auth, database } = house.platform;
  const nobody = (headers: Record<string, string>) => ({ headers, role: null });
  const suspended = await sessionOf(house, 'owner', 'suspended@tea.example');
  await auth.setSuspended('suspended@tea.example', true);
  const reset = await sessionOf(house, 'owner', 'reset@tea.example');
  await auth.resetPassword('reset@tea.example');
  const signedOut = await sessionOf(house, 'owner', 'out@tea.example');
  await house.send({
    method: 'POST',
    url: '/api/auth/sign-out',
    payload: {},
    headers: { cookie: signedOut },
  });
  const expired = await sessionOf(house, 'owner', 'expired@tea.example');
  await database.pool.query(
    `UPDATE auth."session" SET "expiresAt" = now() - interval '1 second'
      WHERE "userId" = (SELECT "id" FROM auth."user" WHERE "email" = 'expired@tea.example')`,
  );
  const { id, apiKey } = await auth.createApiKey({ name: 'revoked', role: 'owner' });
  await database.pool.query('UPDATE auth.api_key SET revoked_at = now() WHERE id = $1', [id]);
  const alive = await sessionOf(house, 'owner', 'forged@tea.example');
  return {
    'suspended owner': nobody({ cookie: suspended }),
    'owner whose password was reset': nobody({ cookie: reset }),
    'owner who signed out': nobody({ cookie: signedOut }),
    'owner whose session ran out': nobody({ cookie: expired }),
    'revoked key': nobody(bearer(apiKey)),
    'key cut short': nobody(bearer(apiKey.slice(0, -1))),
    'cookie with another signature': nobody({ cookie: `${alive.slice(0, -12)}AAAAAAAA%3D%3D` }),
    'cookie without signature': nobody({ cookie: alive.split('.').slice(0, 2).join('.') }),
    'a name in headers of proxies': nobody({
      'x-forwarded-user': 'owner@tea.example',
      'x-remote-user': 'owner@tea.example',
      'remote-user': 'owner@tea.example',
      'x-auth-request-email': 'owner@tea.example',
    }),
  };
}

/** What a shop's pages and servers hold: enough to append events, nothing else. */
async function withWriteKeys(house: House): Promise<Principals> {
  const made: Principals = {};
  for (const kind of ['browser', 'server'] as const) {
    const sourceId = await createSource(house.platform, system, {
      name: kind,
      kind: kind === 'browser' ? 'web' : 'server',
      allowed_events: null,
      clear_properties: [],
      allowed_origins: null,
    });
    const { writeKey } = await createKey(house.platform, system, { sourceId, kind });
    made[`${kind} write key as bearer`] = { headers: bearer(writeKey), role: null };
    made[`${kind} write key in its header`] = { headers: { 'x-write-key': writeKey }, role: null };
    made[`${kind} write key by Basic`] = {
      headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
      role: null,
    };
  }
  return made;
}
