import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import { createEventLog } from '#platform/log';
import { sql } from '#platform/postgres';
import { readSettings } from '#platform/settings';
import { keepingCards } from '../cards/keep-cards.ts';
import { renewCards } from '../cards/renew-cards.ts';
import { COMMANDS } from '../identity/commands.ts';
import { personsOf } from '../identity/store.ts';
import { customerRoutes } from '../routes.ts';
import { auditKept, someCustomers } from '../testing.ts';
import { remembering } from '../traits/remember.ts';
import { findDuplicates } from './find-duplicates.ts';

const own = someCustomers();
const log = createEventLog();
const audit = auditKept();
const rounds = process.env.REGULARS_NIGHT ? 600 : 8;
let test: TestApp;

const parts = () => ({
  db: own.database.db,
  database: own.database,
  log,
  vault: own.vault,
  pepper: own.pepper,
  clock: systemClock,
  audit,
  settings: readSettings({}),
  bought: async () => new Map(),
  buyersOf: async () => [],
  folder: '/nowhere',
  keepers: () => [],
});
beforeAll(async () => {
  test = await testApp(customerRoutes(parts()));
});
afterAll(() => test.close());

async function settle(): Promise<void> {
  await own.readUp();
  await own.readUp(remembering(own.vault));
  await own.readUp(keepingCards());
  while ((await renewCards(parts())) > 0);
  while ((await findDuplicates(parts())) > 0);
}

const someone = (userId: string, traits: Record<string, string>) => ({
  name: { kind: 'user_id', value: userId },
  type: 'identify' as const,
  event: '',
  personal: { userId, traits },
});
type Item = {
  one: { id: string; name: string };
  other: { id: string };
  reasons: string[];
  confidence: number;
};
const list = async (query = '', who: Caller = 'agent'): Promise<Item[]> =>
  (await test.call(who, 'GET', `/api/duplicates?limit=200${query}`)).json().items;
const pairsOf = (items: readonly Item[]) => items.map(({ one, other }) => `${one.id} ${other.id}`);
const decide = (what: 'merges' | 'apart', { one, other }: Item, who: Caller = 'agent') =>
  test.call(who, 'POST', `/api/customers/${one.id}/${what}`, { with: other.id });

describe('customers that may be one', () => {
  it('are seen and decided by those who serve only', async () => {
    for (const who of ['analyst', 'marketer', 'developer'] as const)
      expect((await test.call(who, 'GET', '/api/duplicates')).statusCode).toBe(403);
    expect((await test.call('anonymous', 'GET', '/api/duplicates')).statusCode).toBe(401);
    expect((await test.call('anonymous', 'POST', '/api/customers/1/apart', { with: '2' })).statusCode).toBe(
      401,
    );
    expect((await test.call('analyst', 'POST', '/api/customers/1/apart', { with: '2' })).statusCode).toBe(
      403,
    );
  });

  it('are found by what they have in common, with the reason', async () => {
    const phones = { real: '13812345678', hidden: '138****5678' };
    await own.hear([
      someone('u1', { name: '王小明', phone: phones.real }),
      someone('u2', { name: '王小明', phone: phones.hidden }),
      someone('u3', { name: '李雷', address: '上海市徐汇区漕溪北路18号' }),
      someone('u4', { name: '李雷', address: '上海市徐汇区漕溪北路18号' }),
      someone('u5', { name: '韩梅梅', phone: '13900005678' }),
    ]);
    await settle();
    const items = await list();
    expect(items.map(({ reasons }) => reasons)).toEqual([['name_phone'], ['name_address']]);
    expect((await list('&reason=name_address')).map(({ one }) => one.name)).toEqual(['李雷']);
    expect((await list(`&q=${encodeURIComponent('小明')}`)).map(({ one }) => one.name)).toEqual(['王小明']);
    expect((await list('&confidence_from=80')).map(({ one }) => one.name)).toEqual(['王小明']);
    const { rows } = await sql`SELECT * FROM customers.duplicate`.execute(own.database.db);
    expect(JSON.stringify(rows)).not.toMatch(/王小明|5678/);
  });

  it('that people keep apart are not suggested again, whatever is heard of them', async () => {
    const [pair] = await list('&reason=name_address');
    expect((await decide('apart', pair as Item)).statusCode).toBe(200);
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.keep_apart' });
    await own.hear([
      someone('u3', { name: '李雷', phone: '13700001111', address: '上海市徐汇区漕溪北路18号' }),
    ]);
    await own.hear([someone('u4', { name: '李雷', phone: '13700001111' })]);
    await settle();
    expect(await list('&reason=name_address')).toEqual([]);
    const ids = [pair?.one.id, pair?.other.id].map(Number) as never[];
    expect(new Set((await personsOf(own.database.db, ids)).values()).size).toBe(2);
  });

  it('that are merged are one, and suggested no more', async () => {
    const [pair] = await list('&reason=name_phone');
    expect((await decide('merges', pair as Item)).statusCode).toBe(200);
    expect(pairsOf(await list())).not.toContain(`${pair?.one.id} ${pair?.other.id}`);
    await settle();
    expect(await list('&reason=name_phone')).toEqual([]);
  });

  it('where very many look alike, say nothing', async () => {
    const many = Array.from({ length: 20 }, (_, n) =>
      someone(`m${n}`, { name: '测试', address: '某市某路100号楼' }),
    );
    await own.hear(many);
    await settle();
    expect((await list('&reason=name_address')).filter(({ one }) => one.name === '测试')).toEqual([]);
  });
});

describe('whatever is said and decided', () => {
  it(`no suggestion names one person twice, or two that are kept apart (${rounds} rounds)`, async () => {
    const names = ['赵云', '钱多多', '孙尚香', '周瑜'];
    const trait = fc.record({
      name: fc.constantFrom(...names),
      phone: fc.constantFrom('13911112222', '139****2222', '13733332222', '13844445555', '138****5555'),
      address: fc.constantFrom('杭州市西湖区灵隐路1号', '成都市武侯区天府大道9号', ''),
    });
    const step = fc.record({
      said: fc.array(fc.tuple(fc.integer({ min: 1, max: 25 }), trait), { minLength: 1, maxLength: 6 }),
      what: fc.constantFrom('merges' as const, 'apart' as const, 'undo' as const),
      which: fc.nat(),
    });
    let seen = 0;
    for (const { said, what, which } of fc.sample(step, rounds)) {
      await own.hear(said.map(([n, traits]) => someone(`p${n}`, traits)));
      await settle();
      const items = await list();
      seen += items.length;
      await isSound(items);
      const chosen = items[which % Math.max(1, items.length)];
      if (what === 'undo') await undoOne(which);
      else if (chosen) {
        expect((await decide(what, chosen)).statusCode).toBe(200);
        expect(pairsOf(await list())).not.toContain(`${chosen.one.id} ${chosen.other.id}`);
      }
      await isSound(await list());
    }
    console.log(`rounds: ${rounds}, suggestions seen: ${seen}`);
    expect(seen).toBeGreaterThan(rounds);
  }, 3_600_000);
});

async function undoOne(which: number): Promise<void> {
  const { rows } = await sql<{ one_id: number; other_id: number; position: number }>`
    SELECT one_id, other_id, position FROM customers.merge WHERE undone_at IS NULL ORDER BY merge_id`.execute(
    own.database.db,
  );
  const row = rows[which % Math.max(1, rows.length)];
  if (!row) return;
  const { one_id: one, other_id: other, position } = row;
  await own.command(COMMANDS.undo, one as never, { one, other, position, actor: 'staff:1' });
  await own.readUp();
}

async function isSound(items: readonly Item[]): Promise<void> {
  const { db } = own.database;
  const pairs = pairsOf(items);
  expect(new Set(pairs).size).toBe(pairs.length);
  const ids = items.flatMap(({ one, other }) => [Number(one.id), Number(other.id)]);
  const persons = await personsOf(db, ids as never[]);
  for (const id of ids) expect(persons.get(id as never)).toBe(id);
  for (const { one, other } of items) expect(Number(one.id)).toBeLessThan(Number(other.id));
  const { rows } = await sql<{ one: number; other: number }>`
    SELECT least(a, b) AS one, greatest(a, b) AS other FROM (
      SELECT coalesce(p.person_id, p.customer_id) AS a, coalesce(q.person_id, q.customer_id) AS b FROM customers.apart x
        JOIN customers.profile p ON p.customer_id = x.one_id JOIN customers.profile q ON q.customer_id = x.other_id) t`.execute(
    db,
  );
  const apart = new Set(rows.map((row) => `${row.one} ${row.other}`));
  expect(pairs.filter((pair) => apart.has(pair))).toEqual([]);
}
