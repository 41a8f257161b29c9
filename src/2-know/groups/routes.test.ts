import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditKept, someCustomers } from '#know/customers/testing';
import { fixedClock } from '#platform/clock';
import { ROLES } from '#platform/http';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import type { CustomerId } from '#platform/ids';
import { sql } from '#platform/postgres';
import type { GroupDetail, GroupItem, GroupMember } from './contract.ts';
import { groupsModule } from './module.ts';
import { GROUPS_MIGRATIONS } from './testing.ts';

const own = someCustomers([GROUPS_MIGRATIONS]);
const audit = auditKept();
const clock = fixedClock('2026-11-20T08:00:00Z');
const WRITE = ['owner', 'agent', 'operations'];
let test: TestApp;
let ann: CustomerId;
let bea: CustomerId;
let cho: CustomerId;
let dan: CustomerId;
const module = () =>
  groupsModule({ db: own.database.db, vault: own.vault, clock, audit, pepper: own.pepper });

beforeAll(async () => {
  test = await testApp(module().routes ?? []);
  [ann, bea, cho, dan] = (await own.hear(
    ['ann', 'bea', 'cho', 'dan'].map((value) => ({
      name: { kind: 'user_id', value },
      personal: { userId: value },
    })),
  )) as [CustomerId, CustomerId, CustomerId, CustomerId];
  await own.readUp();
});
afterAll(() => test.close());

const make = (body: object, who: Caller = 'agent') => test.call(who, 'POST', '/api/groups', body);
const household = async (name: string, customer: CustomerId, role = 'head'): Promise<GroupDetail> =>
  (await make({ kind: 'household', name, member: { customer: String(customer), role } })).json();
const add = (id: string, customer: number, more: object = {}, who: Caller = 'agent') =>
  test.call(who, 'POST', `/api/groups/${id}/members`, { customer: String(customer), ...more });
const leave = (id: string, customer: number, who: Caller = 'agent') =>
  test.call(who, 'DELETE', `/api/groups/${id}/members/${customer}`);
const see = (id: string, who: Caller = 'agent') => test.call(who, 'GET', `/api/groups/${id}`);
const list = async (query = '', who: Caller = 'agent'): Promise<GroupItem[]> =>
  (await test.call(who, 'GET', `/api/groups${query}`)).json().items;
const names = async (query = '', who: Caller = 'agent') => (await list(query, who)).map(({ name }) => name);
const hers = async (id: number, who: Caller = 'agent'): Promise<GroupDetail[]> =>
  (await test.call(who, 'GET', `/api/customers/${id}/groups`)).json().items;
const merge = (into: CustomerId | null, profile: CustomerId) =>
  sql`UPDATE customers.profile SET person_id = ${into} WHERE customer_id = ${profile}`.execute(
    own.database.db,
  );
const q = (text: string) => `?q=${encodeURIComponent(text)}`;

describe('who may', () => {
  it('is told by role: all staff read, those who serve write, nobody comes without a name', async () => {
    const { id } = await household('Roles', ann);
    const calls = [
      ['GET', '/api/groups', ROLES],
      ['GET', `/api/groups/${id}`, ROLES],
      ['GET', `/api/customers/${ann}/groups`, ROLES],
      ['POST', '/api/groups', WRITE, { kind: 'company', name: 'Roles Ltd' }],
      ['PATCH', `/api/groups/${id}`, WRITE, { name: 'Roles' }],
      ['POST', `/api/groups/${id}/members`, WRITE, { customer: String(bea) }],
    ] as const;
    for (const [method, url, allowed, body] of calls) {
      expect((await test.call('anonymous', method, url, body)).statusCode).toBe(401);
      for (const role of ROLES) {
        const want = (allowed as readonly string[]).includes(role) ? 200 : 403;
        expect((await test.call(role, method, url, body)).statusCode, `${role} ${method} ${url}`).toBe(want);
      }
    }
    for (const url of [`/api/groups/${id}`, `/api/groups/${id}/members/${bea}`]) {
      expect((await test.call('anonymous', 'DELETE', url)).statusCode).toBe(401);
      for (const role of ROLES.filter((one) => !WRITE.includes(one)))
        expect((await test.call(role, 'DELETE', url)).statusCode).toBe(403);
    }
  });

  it('ends at the channels a caller is limited to', async () => {
    const elsewhere = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['999'] } as const;
    const { id } = await household('Here', ann);
    expect((await see(id, elsewhere)).statusCode).toBe(404);
    expect((await add(id, bea, {}, elsewhere)).statusCode).toBe(404);
    expect((await leave(id, ann, elsewhere)).statusCode).toBe(404);
    expect((await test.call(elsewhere, 'DELETE', `/api/groups/${id}`)).statusCode).toBe(404);
    expect((await test.call(elsewhere, 'GET', `/api/customers/${ann}/groups`)).statusCode).toBe(404);
    expect(await list('', elsewhere)).toEqual([]);
    expect((await make({ kind: 'company', name: 'X' }, elsewhere)).json().code).toBe('group_member_missing');
  });
});

describe('a household', () => {
  it('has a name that is sealed, masked by role, and found by the whole of it', async () => {
    const made = await household('canary 王家', ann);
    expect(made).toMatchObject({ kind: 'household', name: 'canary 王家', masked: false, others: 0 });
    expect(made.members).toMatchObject([{ customer: String(ann), roles: ['head'], since: '2026-11-20' }]);
    const { rows } = await sql`SELECT g::text AS row FROM groups.customer_group g
      UNION ALL SELECT m::text FROM groups.membership m`.execute(own.database.db);
    expect(JSON.stringify(rows)).not.toContain('canary');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('canary').toString('hex'));
    expect(JSON.stringify(audit.entries)).not.toContain('canary');
    expect((await see(made.id, 'marketer')).json()).toMatchObject({ name: null, masked: true });
    expect((await test.call('analyst', 'GET', '/api/groups?format=csv')).body).not.toContain('canary');
    expect(await names(q('Canary  王家'))).toEqual(['canary 王家']);
    expect(await names(q('canary'))).toEqual([]);
  });

  it('needs its first member, and ends with its last', async () => {
    expect((await make({ kind: 'household', name: 'Empty' })).json().code).toBe('group_member_missing');
    const { id } = await household('Short', ann);
    await add(id, bea);
    expect((await leave(id, ann)).json().group.name).toBe('Short');
    expect((await leave(id, bea)).json()).toEqual({ group: null });
    expect((await see(id)).statusCode).toBe(404);
    expect(await names(q('Short'))).toEqual([]);
  });

  it('takes a new name for all its members', async () => {
    const { id } = await household('Before', ann);
    await add(id, bea);
    await test.call('agent', 'PATCH', `/api/groups/${id}`, { name: 'After' });
    await leave(id, ann);
    expect((await see(id)).json().name).toBe('After');
    expect(await names(q('before'))).toEqual([]);
    expect(await names(q('after'))).toEqual(['After']);
  });
});

describe('a company', () => {
  it('is found by part of its name, sorted, filtered and paged', async () => {
    for (const name of ['Leaf Ltd', '绿叶有限公司', 'Leaf & Son']) {
      clock.advance(1000);
      expect((await make({ kind: 'company', name })).statusCode).toBe(200);
    }
    expect(await names('?q=leaf&sort=name')).toEqual(['Leaf Ltd', 'Leaf & Son'].sort());
    expect(await names(q('叶'))).toEqual(['绿叶有限公司']);
    expect(await names('?kind=household&q=leaf')).toEqual([]);
    const first = (await test.call('agent', 'GET', '/api/groups?q=leaf&limit=1')).json();
    const second = await names(`?q=leaf&limit=1&after=${encodeURIComponent(first.next)}`);
    expect([first.items[0].name, ...second].sort()).toEqual(['Leaf & Son', 'Leaf Ltd']);
    expect((await test.call('agent', 'GET', '/api/groups?format=csv')).body).toContain('绿叶有限公司');
  });

  it('stays when its last member leaves, and ends when it is ended', async () => {
    const { id } = (await make({ kind: 'company', name: 'Stays' })).json();
    await add(id, ann, { role: 'buyer', since: '2024-05-01' });
    expect((await see(id)).json().members).toMatchObject([{ roles: ['buyer'], since: '2024-05-01' }]);
    await add(id, ann, { role: 'payer' });
    expect((await see(id)).json().members).toMatchObject([{ roles: ['payer'], since: '2024-05-01' }]);
    await leave(id, ann);
    expect((await leave(id, ann)).statusCode).toBe(404);
    expect((await see(id)).json().members).toEqual([]);
    expect(audit.entries.at(-1)).toMatchObject({ act: 'group.leave', object: `group:${id}` });
    expect((await test.call('agent', 'DELETE', `/api/groups/${id}`)).statusCode).toBe(200);
    expect((await test.call('agent', 'DELETE', `/api/groups/${id}`)).statusCode).toBe(404);
    expect(await names(q('Stays'))).toEqual([]);
  });
});

describe('a person', () => {
  it('is in a group once, with the roles of all her profiles, and parts again with them', async () => {
    const { id } = await household('Twice', cho, 'head');
    await add(id, dan, { role: 'payer', since: '2020-02-02' });
    await add(id, bea);
    await merge(cho, dan);
    const members = (await see(id)).json().members as GroupMember[];
    expect(members.map(({ customer }) => customer).sort()).toEqual([String(cho), String(bea)].sort());
    expect(members.find(({ customer }) => customer === String(cho))).toMatchObject({
      roles: ['head', 'payer'],
      since: '2020-02-02',
    });
    expect((await hers(dan)).filter((one) => one.id === id)).toHaveLength(1);
    // She is there already, by another profile: no second membership.
    await add(id, dan, { role: 'buyer' });
    expect((await list(q('Twice')))[0]?.members).toBe(3);
    await merge(null, dan);
    expect((await see(id)).json().members).toHaveLength(3);
    await merge(cho, dan);
    await leave(id, cho);
    expect(((await see(id)).json().members as GroupMember[]).map(({ customer }) => customer)).toEqual([
      String(bea),
    ]);
    await merge(null, dan);
  });

  it('sees on her page each of her groups and who else is in it', async () => {
    const one = await household('Page one', cho);
    await add(one.id, bea);
    const two = (await make({ kind: 'company', name: 'Page two' })).json();
    await add(two.id, cho, { role: 'buyer' });
    const mine = (await hers(cho)).filter(({ id }) => [one.id, two.id].includes(id));
    expect(mine.map(({ name }) => name)).toEqual(['Page one', 'Page two']);
    expect(mine[0]?.members.map(({ customer }) => customer)).toEqual([String(cho), String(bea)]);
  });
});

describe('her file', () => {
  const fileOf = async (customer: CustomerId) => {
    const caller = { kind: 'api_key', id: '1', name: 'k', role: 'owner', channels: null } as const;
    return JSON.stringify(await module().personalData?.export(own.database.db, customer, caller));
  };

  it('says what she belongs to, and not who else does', async () => {
    const { id } = await household('Filed', dan, 'payer');
    await add(id, ann);
    expect(await fileOf(dan)).toContain(
      '"kind":"household","name":"Filed","role":"payer","since":"2026-11-20"',
    );
  });

  it('is empty once she was erased: households of hers alone end, others keep their name', async () => {
    const alone = await household('Alone', dan);
    const { id } = await household('Shared', dan);
    await add(id, ann);
    await own.database.db.transaction().execute(async (tx) => {
      await module().personalData?.erase(tx, dan);
      await own.vault.destroy(tx, [dan]);
    });
    expect(await fileOf(dan)).toBe('[]');
    expect((await see(alone.id)).statusCode).toBe(404);
    expect(await names(q('Alone'))).toEqual([]);
    expect((await see(id)).json()).toMatchObject({ name: 'Shared', members: [{ customer: String(ann) }] });
    expect((await list(q('Shared')))[0]?.members).toBe(1);
    expect((await add(id, dan)).json().code).toBe('customer_erased');
  });
});
