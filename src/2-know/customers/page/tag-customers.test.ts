import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FACT_EVENTS } from '#events/facts';
import { fixedClock } from '#platform/clock';
import type { Principal } from '#platform/http';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import { type CustomerId, channelId } from '#platform/ids';
import { createEventLog } from '#platform/log';
import { sql } from '#platform/postgres';
import { readSettings } from '#platform/settings';
import { keepingCards } from '../cards/keep-cards.ts';
import { renewCards } from '../cards/renew-cards.ts';
import type { Bought } from '../contract.ts';
import { COMMANDS } from '../identity/commands.ts';
import { customerRoutes } from '../routes.ts';
import { auditKept, someCustomers } from '../testing.ts';
import { remembering } from '../traits/remember.ts';

const own = someCustomers();
const audit = auditKept();
let test: TestApp;
let ann: CustomerId;
let bea: CustomerId;
let cat: CustomerId;

/** Ann bought on channel 7, everybody else nowhere. */
const bought = async (): Promise<Map<CustomerId, Bought[]>> =>
  new Map([
    [
      ann,
      [
        {
          currency: 'CNY',
          orders: 1,
          spent: 100,
          refunded: 0,
          returned: 0,
          lastReturnedAt: null,
          cancelled: 0,
          firstAt: new Date(0),
          lastAt: new Date(0),
          channels: [channelId(7)],
        },
      ],
    ],
  ]);
const clock = fixedClock('2026-11-20T08:00:00Z');
const log = createEventLog();
const parts = () => ({
  db: own.database.db,
  log,
  vault: own.vault,
  pepper: own.pepper,
  settings: readSettings({}),
  clock,
  audit,
  bought,
  buyersOf: async () => [],
});

const named = (userId: string, name: string) => ({
  name: { kind: 'user_id', value: userId },
  type: 'identify' as const,
  event: '',
  personal: { userId, traits: { name, email: `${userId}@tea.example` } },
});

async function settle(): Promise<void> {
  await own.readUp();
  await own.readUp(remembering(own.vault));
  await own.readUp(keepingCards());
  while ((await renewCards(parts())) > 0);
}

beforeAll(async () => {
  test = await testApp(customerRoutes(parts() as never));
  [ann, bea, cat] = (await own.hear([named('ann', '=cmd()'), named('bea', 'Bea'), named('cat', 'Cat')])) as [
    CustomerId,
    CustomerId,
    CustomerId,
  ];
  await settle();
});
afterAll(() => test.close());
beforeEach(async () => {
  await sql`DELETE FROM customers.tag`.execute(own.database.db);
  audit.entries.length = 0;
});

const limited: Principal = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['7'] };
const tag = (ids: readonly unknown[], more: object, who: Caller = 'agent') =>
  test.call(who, 'POST', '/api/customers/tags', { ids: ids.map(String), ...more });
async function tagged(): Promise<string[]> {
  const { rows } = await sql<{ customer_id: number; tag: string }>`
    SELECT customer_id, tag FROM customers.tag WHERE is_there ORDER BY 1, 2`.execute(own.database.db);
  return rows.map((row) => `${row.customer_id} ${row.tag}`);
}

describe('tags of many', () => {
  it('are for those who may tag one', async () => {
    expect((await tag([ann], { add: ['vip'] }, 'anonymous')).statusCode).toBe(401);
    expect((await tag([ann], { add: ['vip'] }, 'analyst')).statusCode).toBe(403);
    expect(await tagged()).toEqual([]);
  });

  it('come to all and go from all, as one act in the audit log, and the list knows at once', async () => {
    const answer = await tag([ann, bea], { add: ['vip', 'tea'] });
    expect(answer.json()).toEqual({ customers: 2 });
    await tag([ann, bea, cat], { add: ['new'], remove: ['vip'] });
    expect(await tagged()).toEqual(
      [ann, bea].flatMap((id) => [`${id} new`, `${id} tea`]).concat(`${cat} new`),
    );
    expect(audit.entries).toMatchObject([
      { act: 'customer.tag_many', detail: { customers: 2, added: 2, removed: 0 } },
      {
        act: 'customer.tag_many',
        detail: { customers: 3, added: 1, removed: 1, ids: `${ann} ${bea} ${cat}` },
      },
    ]);
    const { items } = (await test.call('agent', 'GET', '/api/customers?tag=tea')).json();
    expect(items).toHaveLength(2);
  });

  it('come to none where one of them is nobody, or not the caller’s to see: 404', async () => {
    expect((await tag([ann, 999_999], { add: ['vip'] })).statusCode).toBe(404);
    expect((await tag([ann, bea], { add: ['vip'] }, limited)).statusCode).toBe(404);
    expect(await tagged()).toEqual([]);
    expect((await tag([ann], { add: ['vip'] }, limited)).json()).toEqual({ customers: 1 });
  });

  it('come to none where one of them was erased: 409', async () => {
    const [gone] = (await own.hear([named('gone', 'Gone')])) as [CustomerId];
    await settle();
    await sql`UPDATE customers.profile SET erased_at = now() WHERE customer_id = ${gone}`.execute(
      own.database.db,
    );
    expect((await tag([ann, gone], { add: ['vip'] })).json().code).toBe('customer_erased');
    expect(await tagged()).toEqual([]);
  });

  it('count a person once, whichever of her profiles are named', async () => {
    const [one, other] = (await own.hear([named('d1', 'Dee'), named('d2', 'Dee')])) as [
      CustomerId,
      CustomerId,
    ];
    await own.command(COMMANDS.merge, one, { one, other, actor: 'staff:s1' });
    await settle();
    await tag([other], { add: ['vip'] });
    expect((await tag([one, other], { remove: ['vip'] })).json()).toEqual({ customers: 1 });
    expect(await tagged()).toEqual([]);
  });

  it.each([
    ['nobody', { ids: [] }],
    ['more than a page', { ids: Array.from({ length: 201 }, (_, n) => String(n + 1)) }],
    ['what is no number', { ids: ['1 OR 1=1'] }],
    ['a number as a number', { ids: [1] }],
    ['an unknown field', { ids: ['1'], all: true }],
  ])('are refused for %s: 400', async (_, body) => {
    expect((await test.call('owner', 'POST', '/api/customers/tags', body)).statusCode).toBe(400);
  });
});

describe('what staff call somebody', () => {
  const said = async () =>
    (await log.read(own.database.db, { limit: 1000, said: Object.values(FACT_EVENTS) })).map(
      ({ event, customerId, properties, sourceId, origin, personal }) =>
        [event, customerId, properties.tag, sourceId, origin, personal].join(' '),
    );

  it('stands in the log: each change once, at the profile it came to, and what is so already not', async () => {
    const before = (await said()).length;
    const one = (more: object) => test.call('agent', 'POST', `/api/customers/${ann}/tags`, more);
    await one({ add: ['vip', 'vip', 'tea'] });
    await one({ add: ['vip'], remove: ['never'] });
    await tag([ann, bea], { add: ['vip'], remove: ['tea'] });
    await tag([ann], { add: ['tea'], remove: ['tea', 'vip'] });
    expect((await said()).slice(before)).toEqual([
      `Tag Added ${ann} vip 0 live `,
      `Tag Added ${ann} tea 0 live `,
      `Tag Removed ${ann} tea 0 live `,
      `Tag Added ${bea} vip 0 live `,
      `Tag Removed ${ann} vip 0 live `,
      `Tag Added ${ann} tea 0 live `,
    ]);
    expect(await tagged()).toEqual([`${ann} tea`, `${bea} vip`]);
  });

  it('does not stand there where the act was refused', async () => {
    const before = await said();
    await tag([ann, 999_999], { add: ['vip'] });
    expect((await tag([ann], { add: ['138 0013 8000', 'call 13800138000'] })).statusCode).toBe(400);
    expect((await tag([ann], { add: ['ann@tea.example'] })).statusCode).toBe(400);
    expect(await said()).toEqual(before);
  });

  it('is what was said last, when two are found to be one', async () => {
    const [one, other] = (await own.hear([named('e1', 'Eve'), named('e2', 'Eve')])) as [
      CustomerId,
      CustomerId,
    ];
    await settle();
    await tag([one], { add: ['vip'] });
    clock.advance(1000);
    await tag([other], { add: ['vip', 'tea'] });
    clock.advance(1000);
    await tag([other], { remove: ['vip'] });
    const tagsOf = async (id: CustomerId) =>
      (await test.call('agent', 'GET', `/api/customers/${id}`)).json().tags;
    expect([await tagsOf(one), await tagsOf(other)]).toEqual([['vip'], ['tea']]);
    await own.command(COMMANDS.merge, one, { one, other, actor: 'staff:s1' });
    await settle();
    expect(await tagsOf(one)).toEqual(['tea']);
  });

  it('does not make her active', async () => {
    const seen = async () => {
      const { first_seen, active_at } = (await test.call('agent', 'GET', `/api/customers/${cat}`)).json();
      return [first_seen, active_at];
    };
    const before = await seen();
    await tag([cat], { add: ['seldom here'] });
    expect(await seen()).toEqual(before);
  });
});

describe('the file of those ticked', () => {
  const file = async (ids: string, who: Caller = 'agent') =>
    (await test.call(who, 'GET', `/api/customers?format=csv&ids=${ids}`)).body;

  it('holds them and nobody else, and no formula', async () => {
    const text = await file(`${ann},${cat}`);
    expect(text.trim().split('\r\n')).toHaveLength(3);
    expect(text).toContain(`"'=cmd()"`);
    expect(text).not.toContain('Bea');
  });

  it('is masked where the list is, and holds only whom the caller may see', async () => {
    expect(await file(`${cat}`, 'marketer')).not.toContain('cat@tea.example');
    expect(await file(`${ann},${cat}`, limited)).not.toContain('cat@tea.example');
  });

  it('is refused for what is no list of numbers', async () => {
    for (const ids of ['', '1,', 'a', '1%20OR%201=1', Array.from({ length: 201 }, () => 1).join(',')])
      expect((await test.call('agent', 'GET', `/api/customers?ids=${ids}`)).statusCode).toBe(400);
  });
});
