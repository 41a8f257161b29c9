/**
 * Who did what (A4, L15): each act of staff that changes something leaves its line in the audit log, in the actor's name, without a customer's
 * values. The acts are counted against the wiring: a new route that changes something has no place here yet, and fails.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChannel } from '#know/channels';
import { createKey, createSource } from '#know/sources';
import { recognisePlace } from '#platform/backup';
import { createOutbox } from '#platform/outbox';
import { sql } from '#platform/postgres';
import { AUDITED_ACTS, type World } from './acts.ts';
import { type House, openHouse } from './house.ts';
import { aMember } from './members.ts';

const CANARIES = ['canary-user', 'canary@customer.example', 'Canary Customer', '13800000000', 'canary-two'];
/** They change nothing that is the shop's: reading by POST, and bookmarks. */
const NOT_ACTS = [
  'POST /api/events/lookup',
  'POST /api/definitions/reading',
  'POST /api/segments/preview',
  'POST /api/views',
  'DELETE /api/views/:id',
  // Data, of which each leaves its own event in the log.
  'POST /api/channels/:id/orders',
  'POST /api/channels/:id/products',
  // Stop this installation and start another: tried in `test/browser/sample-shop.test.ts`.
  'POST /api/sample/open',
  'POST /api/sample/leave',
  // Files on their way: nothing is taken in before somebody says so.
  'POST /api/imports/uploads',
  'PUT /api/imports/uploads/:upload',
  'POST /api/imports/preview',
];

let house: House;
let world: World;
beforeAll(async () => {
  house = await openHouse({ BACKUP_TO: '/nowhere' });
  world = await aWorld();
});
afterAll(() => house?.close());

const post = (url: string, payload: object, headers: Record<string, string>) =>
  house.send({ method: 'POST', url, payload, headers });

/** A shop with a source, a customer and events that were refused. */
async function aWorld(): Promise<World> {
  const owner = await aMember(house, 'owner');
  const { headers } = owner;
  const system = { kind: 'system', name: 'test' } as const;
  const sourceId = await createSource(house.platform, system, {
    name: 'Shop',
    kind: 'server',
    allowed_events: null,
    clear_properties: [],
    allowed_origins: null,
  });
  const key = await createKey(house.platform, system, { sourceId, kind: 'server' });
  const withKey = { 'x-write-key': key.writeKey };
  const traits = { email: CANARIES[1], name: CANARIES[2], phone: CANARIES[3] };
  await post('/v1/identify', { userId: CANARIES[0], traits }, withKey);
  await post('/v1/identify', { userId: CANARIES[4], traits: {} }, withKey);
  await post('/v1/identify', { userId: 'third', traits: {} }, withKey);
  // Refused, because they do not say what happened. Of somebody else: erasing a customer takes hers away.
  for (let n = 0; n < 3; n++) await post('/v1/track', { userId: CANARIES[4], properties: traits }, withKey);
  const get = async (url: string) => (await house.send({ url, headers })).json().items;
  const [customer] = await get(`/api/customers/find?kind=user_id&value=${CANARIES[0]}`);
  const [other] = await get(`/api/customers/find?kind=user_id&value=${CANARIES[4]}`);
  const [third] = await get('/api/customers/find?kind=user_id&value=third');
  const rejected = await get('/api/rejected');
  const made = await post('/api/api-keys', { name: 'sync', role: 'agent' }, headers);
  const shopChannel = String(
    await openChannel(house.platform, system, {
      name: 'Shopify',
      platform: 'shopify',
      currency: 'USD',
      zone: 'UTC',
      country: null,
      fee_percent: 0,
      fee_fixed: 0,
    }),
  );
  await isACopy();
  await house.signIn(owner.email);
  const sessions = await get('/api/sessions');
  return {
    owner,
    other: (await aMember(house, 'agent')).id,
    sessionId: sessions.find(({ current }: { current: boolean }) => !current).id,
    apiKeyId: made.json().id,
    sourceId: String(sourceId),
    writeKeyId: String(key.keyId),
    customerId: String(customer.customer_id),
    otherCustomer: String(other.customer_id),
    thirdCustomer: String(third.customer_id),
    rejectedIds: rejected.map(({ id }: { id: string }) => id),
    failedMessage: await aFailedMessage(),
    requests: await someRequests(withKey, get),
    upload: await anUpload(headers),
    shopChannel,
    addressId: await anAddress(shopChannel, String(other.customer_id), headers),
  };
}

/** Where an order of hers went. */
async function anAddress(
  channel: string,
  customer: string,
  headers: Record<string, string>,
): Promise<string> {
  const order = {
    platform_id: 'a1',
    placed_at: '2026-01-02T03:04:05Z',
    customer: { user_id: CANARIES[4] },
    details: { shipping: { street: CANARIES[2], city: 'Bath' } },
    lines: [{ id: '1', product_id: 'tea', quantity: 1, unit_price: '1' }],
  };
  await post(`/api/channels/${channel}/orders`, { orders: [order] }, headers);
  const [address] = (await house.send({ url: `/api/customers/${customer}/addresses`, headers })).json().items;
  return address.id;
}

/** Found at one address, and then at another. */
async function isACopy(): Promise<void> {
  const { db, clock, settings } = house.platform;
  for (const host of ['here', 'there']) {
    const place = { DATABASE_URL: `postgresql://${host}/regulars` };
    await recognisePlace(db, { dataDir: settings.DATA_DIR, settings: place, clock });
  }
}

async function anUpload(headers: Record<string, string>): Promise<string> {
  const { upload } = (await post('/api/imports/uploads', {}, headers)).json();
  const part = await house.send({
    method: 'PUT',
    url: `/api/imports/uploads/${upload}?name=orders.csv&at=0`,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload: Buffer.from('单号,日期,货品名称,数量,单价\nA1,2026-03-01,绿茶,1,10\n'),
  });
  expect(part.statusCode).toBe(200);
  return upload;
}

/** Three customers who asked: to be erased, to be erased, and for a copy. */
async function someRequests(
  withKey: Record<string, string>,
  get: (url: string) => Promise<{ customer_id: string }[]>,
): Promise<string[]> {
  const ids: string[] = [];
  for (const [n, what] of ['erasure', 'erasure', 'copy'].entries()) {
    await post('/v1/identify', { userId: `asked-${n}`, traits: {} }, withKey);
    const [customer] = await get(`/api/customers/find?kind=user_id&value=asked-${n}`);
    const { rows } = await sql<{ id: string }>`
      INSERT INTO customers.request (customer_id, what, asked_via, asked_at, due_at)
      VALUES (${customer?.customer_id}, ${what}, 'tea', now(), now() + interval '2 days') RETURNING request_id::text AS id`.execute(
      house.platform.db,
    );
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

async function aFailedMessage(): Promise<string> {
  const { db, database } = house.platform;
  const message = { kind: 'webhook', key: 'lost', payload: {} };
  await db.transaction().execute((tx) => createOutbox(house.platform).put(tx, message));
  const { rows } = await database.pool.query(
    "UPDATE outbox.message SET state = 'failed' RETURNING message_id",
  );
  return String(rows[0].message_id);
}

type Entry = { actor: string; act: string; detail: string; object: string; name: string };
const entries = async (): Promise<Entry[]> =>
  (await house.platform.database.pool.query('SELECT * FROM audit.entry ORDER BY id')).rows;

describe('the audit log', () => {
  it('has an example here of each act there is', () => {
    const acts = house.routes
      .filter(({ access, method }) => access.to === 'staff' && method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`)
      .filter((act) => !NOT_ACTS.includes(act));
    expect(acts.length).toBeGreaterThan(15);
    expect(acts.filter((act) => !(act in AUDITED_ACTS))).toEqual([]);
  });

  it('tells of each act once, in the name of who did it', async () => {
    const wrong: string[] = [];
    for (const { method, path } of house.routes) {
      const act = AUDITED_ACTS[`${method} ${path}`];
      if (!act) continue;
      const before = (await entries()).length;
      const url = path.replace(/:(\w+)/g, (_, name: string) => act.params?.(world)[name] ?? 'missing');
      const payload = act.body?.(world);
      const answer = await house.send({
        method: method as 'POST',
        url,
        headers: world.owner.headers,
        ...(payload && { payload }),
      });
      const done = answer.statusCode < 300 || answer.json().code === 'lake_away';
      const said = (await entries()).slice(before).map(({ actor, act }) => `${actor} ${act}`);
      const want = [`staff:${world.owner.id} ${act.act}`];
      if (!done || said.join() !== want.join())
        wrong.push(`${method} ${path}: ${answer.statusCode} ${answer.body} said ${said}, not ${want}`);
    }
    expect(wrong).toEqual([]);
  });

  it('holds no value of a customer, and its chain is whole', async () => {
    const all = await entries();
    for (const canary of CANARIES) expect(JSON.stringify(all)).not.toContain(canary);
    const verdict = await house.send({ url: '/api/audit/verify', headers: world.owner.headers });
    expect(verdict.json()).toEqual({ broken_at: null });
    expect(all.length).toBeGreaterThan(20);
  });
});
