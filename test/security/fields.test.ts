/**
 * A4, the side doors: what a role may not see of a customer is in no answer to it, whichever way it asks; every route that reads, as JSON, as CSV, her
 * file included, nor in the audit log. Each canary stands in a field of its own and is first shown to be there for who may see it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey, createSource } from '#know/sources';
import { ROLES, type Role } from '#platform/http';
import { type House, openHouse } from './house.ts';
import { aMember, type Member } from './members.ts';

type Canary = { text: string; seenBy: readonly Role[] };
const CANARIES: Record<string, Canary> = {
  'an attribute of the owner’s': { text: 'canary-owner-only', seenBy: ['owner'] },
  'an attribute of those who serve': { text: 'canary-agents-only', seenBy: ['owner', 'agent'] },
  'a note': { text: 'canary-noted', seenBy: ['owner', 'agent', 'operations', 'developer'] },
  'what a note said before': { text: 'canary-before', seenBy: ['owner', 'agent', 'operations', 'developer'] },
  'a file': { text: 'canary-filed', seenBy: ['owner', 'agent', 'operations', 'developer'] },
  'a household’s name': { text: 'canary-household', seenBy: ['owner', 'agent', 'operations', 'developer'] },
  'where she lives': { text: 'canary-street', seenBy: ['owner', 'agent', 'operations'] },
  'what her address is called': { text: 'canary-label', seenBy: ['owner', 'agent', 'operations'] },
  'the number of her parcel': { text: 'canary-tracking', seenBy: ['owner', 'agent', 'operations'] },
  'what she likes': { text: 'canary-liked', seenBy: ['owner', 'agent', 'operations', 'developer'] },
  'an attribute that is masked': { text: 'canary-masked', seenBy: ['owner', 'agent', 'operations'] },
};

let house: House;
let customer: string;
const members = new Map<Role, Member>();
const as = (role: Role) => (members.get(role) as Member).headers;

beforeAll(async () => {
  house = await openHouse();
  for (const role of ROLES) members.set(role, await aMember(house, role));
  await aCustomer();
  await attributes();
  await notes();
  await addresses();
  await send('POST', '/api/groups', { kind: 'household', name: 'canary-household', member: { customer } });
});
afterAll(() => house?.close());

const send = async (method: 'POST' | 'PUT' | 'PATCH', url: string, payload: object, role: Role = 'owner') => {
  const answer = await house.send({ method, url, payload, headers: as(role) });
  expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBe(200);
  return answer.json();
};

async function aCustomer(): Promise<void> {
  const system = { kind: 'system', name: 'test' } as const;
  const sourceId = await createSource(house.platform, system, { name: 'Shop', kind: 'server' });
  const { writeKey } = await createKey(house.platform, system, { sourceId, kind: 'server' });
  const headers = { 'x-write-key': writeKey };
  await house.send({ method: 'POST', url: '/v1/identify', payload: { userId: 'ann', traits: {} }, headers });
  const found = await house.send({ url: '/api/customers/find?kind=user_id&value=ann', headers: as('owner') });
  customer = String(found.json().items[0].customer_id);
}

async function addresses(): Promise<void> {
  const channel = await send('POST', '/api/channels', {
    name: 'Shop',
    platform: 'own',
    currency: 'CNY',
    zone: 'UTC',
  });
  const order = {
    platform_id: 'f1',
    placed_at: '2026-01-02T03:04:05Z',
    customer: { user_id: 'ann' },
    details: { shipping: { street: 'canary-street 1', city: 'Bath' } },
    lines: [{ id: '1', product_id: 'tea', quantity: 1, unit_price: '1' }],
  };
  await send('POST', `/api/channels/${channel.id}/orders`, { orders: [order] });
  await house.platform.database.pool.query(
    "INSERT INTO orders.parcel (customer_id, order_id, tracking, courier) SELECT customer_id, order_id, 'canary-tracking', 'SF' FROM orders.order",
  );
  const known = await house.send({ url: `/api/customers/${customer}/addresses`, headers: as('owner') });
  const [address] = known.json().items;
  await send('PATCH', `/api/customers/${customer}/addresses/${address.id}`, { label: 'canary-label' });
  await send('PUT', `/api/customers/${customer}/preferences`, { values: { other: 'canary-liked' } });
}

async function attributes(): Promise<void> {
  const of = { type: 'text', title: { en: 'T', zh: '甲' } };
  const shown = { seen_by: ['agent', 'analyst', 'operations', 'marketer'], edited_by: [] };
  await send('POST', '/api/attributes', { key: 'own', ...of, seen_by: [], edited_by: [] });
  await send('POST', '/api/attributes', { key: 'served', ...of, seen_by: ['agent'], edited_by: [] });
  await send('POST', '/api/attributes', { key: 'veiled', ...of, ...shown });
  const [own, served, veiled] = ['canary-owner-only', 'canary-agents-only', 'canary-masked'];
  await send('PUT', `/api/customers/${customer}/attributes`, { values: { own, served, veiled } });
}

async function notes(): Promise<void> {
  await send('POST', `/api/customers/${customer}/notes`, { text: 'canary-before' });
  await send('PATCH', `/api/customers/${customer}/notes/1`, { text: 'canary-noted' });
  await send('POST', `/api/customers/${customer}/files`, Buffer.from('canary-filed'));
}

/** Everything that reads, of this customer where it is about one. */
async function everythingFor(role: Role): Promise<string> {
  const bodies: string[] = [];
  const reading = house.routes.filter(
    ({ method, path, access }) => method === 'GET' && access.to === 'staff' && !/stream/.test(path),
  );
  expect(reading.length).toBeGreaterThan(30);
  for (const { path } of reading) {
    const url = path.replace('/customers/:id', `/customers/${customer}`).replace(/:[a-z_]+/g, '1');
    for (const query of ['', '?format=csv', `?customer=${customer}`])
      bodies.push((await house.statusOf({ url: `${url}${query}`, headers: as(role) })).body);
  }
  return bodies.join('\n');
}

describe('a field that not everybody may see', () => {
  it.each(ROLES)('is in no answer to %s unless it names that role', async (role) => {
    const all = await everythingFor(role);
    for (const [what, { text, seenBy }] of Object.entries(CANARIES))
      expect(all.includes(text), `${what} for ${role}`).toBe(seenBy.includes(role));
  });

  it('is not in the audit log', async () => {
    const { rows } = await house.platform.database.pool.query('SELECT * FROM audit.entry');
    expect(JSON.stringify(rows)).not.toContain('canary');
    expect(rows.length).toBeGreaterThan(3);
  });
});
