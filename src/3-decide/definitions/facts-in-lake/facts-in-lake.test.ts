import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ORDER_COLUMNS } from '#events/order-columns';
import { attributesModule } from '#know/attributes/module';
import { ATTRIBUTES_MIGRATIONS } from '#know/attributes/testing';
import { recordChoices } from '#know/consent';
import { tellLakePersons } from '#know/customers';
import { customersModule } from '#know/customers/module';
import { auditKept, someCustomers } from '#know/customers/testing';
import { archivedMonths, archiveMonth } from '#platform/archive';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import type { CustomerId } from '#platform/ids';
import { fillLake, LAKE_MIGRATIONS, startTestLake, type TestLake } from '#platform/lake/testing';
import { createEventLog, deliverOnce, type JsonObject, type Subscriber } from '#platform/log';
import { readSettings } from '#platform/settings';
import { createLanguage } from '../language.ts';
import { definitionsModule } from '../module.ts';
import { previewOf } from '../query/everybody.ts';
import { prepareTables } from '../query/store.ts';
import { factsReached, mendOnce, tellingAgainStatus } from './mend-lake.ts';
import { tellingLake } from './tell-lake.ts';

const room = `${import.meta.dirname}/../../..`;
const own = someCustomers([
  ATTRIBUTES_MIGRATIONS,
  { module: 'know/consent', folder: `${room}/2-know/consent/migrations` },
  { module: 'platform/archive', folder: `${room}/0-platform/archive/migrations` },
  { module: 'decide/definitions', folder: `${import.meta.dirname}/../migrations` },
  ...LAKE_MIGRATIONS,
]);
const log = createEventLog();
const clock = fixedClock(new Date().toISOString());
const language = createLanguage();
const zone = 'Asia/Shanghai';

let at: TestLake;
let folder: string;
let staff: TestApp;
let people: CustomerId[] = [];
beforeAll(async () => {
  at = await startTestLake({ derived: ORDER_COLUMNS });
  folder = mkdtempSync(join(tmpdir(), 'rg-facts-'));
  const { database, vault, pepper } = own;
  const parts = { db: database.db, database, log, vault, pepper, clock, audit: auditKept() };
  const settings = readSettings({});
  const bought = async () => new Map();
  const hers = { bought, buyersOf: async () => [], folder, keepers: () => [] };
  staff = await testApp([
    ...(customersModule({ ...parts, ...hers, settings } as never).routes ?? []),
    ...(attributesModule(parts).routes ?? []),
  ]);
  await staff.call('owner', 'POST', '/api/attributes', {
    ...{ key: 'size', type: 'text', title: { en: 'Size', zh: '尺码' } },
  });
  await staff.call('owner', 'POST', '/api/attributes', {
    ...{ key: 'home_phone', type: 'text', title: { en: 'Phone', zh: '电话' } },
  });
});
afterAll(async () => {
  await staff?.close();
  await at?.close();
  rmSync(folder, { recursive: true, force: true });
});

let names = 0;
const identified = async (traits: JsonObject[]) =>
  await own.hear(
    traits.map((given) => {
      const userId = `u${names++}`;
      return {
        name: { kind: 'user_id', value: userId },
        type: 'identify',
        event: '',
        personal: { userId, traits: given },
      };
    }),
  );
const place = () => ({ database: own.database, folder });
const mending = () => ({
  ...{ db: own.database.db, log, clock, lake: at.lake, vault: own.vault, archive: archivedMonths(place()) },
});
const telling = () => tellingLake({ lake: at.lake, vault: own.vault });
const tell = (subscriber: Subscriber = telling()) => own.readUp(subscriber);
async function mend(state = { settled: false }): Promise<void> {
  while ((await mendOnce(mending(), state)) > 0);
}

/** How many of everybody are in it, by the query. */
async function count(text: string): Promise<number> {
  await tellLakePersons(own.database.db, at.lake);
  const nothing = { segment: () => null, productsWithin: () => null };
  const tree = language.tree(language.parse(text), nothing);
  return (await previewOf(at.lake, { tree, zone, at: Date.now() + 60_000 }, 5, 'report')).count;
}
/** What the lake holds of facts, each row once. */
const rows = async (where = '1') =>
  await at.lake.query<{ customer_id: number; position: number; fact: string; value: string }>(
    `SELECT customer_id, position, fact, value FROM facts FINAL WHERE ${where} ORDER BY position, fact`,
  );

const tag = (ids: readonly CustomerId[], more: object) =>
  staff.call('agent', 'POST', '/api/customers/tags', { ids: ids.map(String), ...more });
const note = (id: CustomerId, values: object) =>
  staff.call('agent', 'PUT', `/api/customers/${id}/attributes`, { values });

const canary = 'canary ann@tea.example';
beforeAll(async () => {
  people = await identified([
    {
      city: 'Paris',
      age: 31,
      email: canary,
      name: 'canary',
      tags: ['VIP', canary],
      motto: 'canary '.repeat(20),
    },
    { city: 'Paris', phone: '13800138000', vip: true, contact: 13_800_138_000 },
    { city: '杭州', seen: 'canary 138-0013-8000' },
    {},
  ]);
  await own.readUp();
  const [ann, bea, cat] = people as [CustomerId, CustomerId, CustomerId, CustomerId];
  await tag([ann, bea, cat], { add: ['gift buyer'] });
  clock.advance(1000);
  await tag([bea], { remove: ['gift buyer'] });
  await note(ann, { size: 'M', home_phone: '13800138000' });
  await note(bea, { size: 'S' });
  clock.advance(1000);
  await note(bea, { size: 'L' });
  await note(cat, { size: 'canary 138 0013 8000' });
  await own.database.db.transaction().execute((tx) =>
    recordChoices(
      { log },
      tx,
      [
        {
          customerId: ann,
          choice: {
            ...{ purpose: 'marketing', channel: 'email', state: 'granted', at: clock.now(), method: 'form' },
            ...{ source: 'checkout', textVersion: null, textDigest: null, locale: null },
          },
        },
      ] as never,
      { actor: 'test', origin: 'live', at: clock.now() },
    ),
  );
  clock.advance(1000);
});
beforeEach(async () => {
  await fillLake(own.database, at.lake);
  await prepareTables(at.lake);
  await tell();
  await mend();
});

const ANSWERS: readonly (readonly [string, number])[] = [
  ['tag "gift buyer"', 2],
  ['not tag "gift buyer"', 2],
  ['attribute size in ("M", "L")', 2],
  ['attribute size is "S"', 0],
  ['attribute size is set', 2],
  ['trait city is "Paris"', 2],
  ['trait age >= 18', 1],
  ['trait vip is "true"', 1],
  ['trait tags is "VIP"', 1],
  ['trait motto is set', 0],
  ['trait seen is set', 0],
  ['consent marketing email granted', 1],
  ['consent marketing email unsaid', 3],
];
const answers = async () => await Promise.all(ANSWERS.map(async ([text]) => [text, await count(text)]));

describe('what is said of people', () => {
  it('is in the lake a moment later, and definitions count by it', async () => {
    expect(await answers()).toEqual(ANSWERS);
  });

  it('that identifies never gets there', async () => {
    const all = JSON.stringify(await rows());
    for (const secret of [
      'canary',
      'ann@tea',
      '13800138000',
      '138-0013',
      'trait:email',
      'phone',
      'trait:name',
    ])
      expect(all).not.toContain(secret);
    expect(() => language.tree(language.parse('trait email is set'), {} as never)).toThrow('“email”');
  });

  it('stands in the order in which it was said, with the place of its event', async () => {
    const said = (await rows(`fact = 'tag:gift buyer'`)).map(({ customer_id, value }) => [
      customer_id,
      value,
    ]);
    const [ann, bea, cat] = people;
    expect(said).toEqual([
      [ann, 'true'],
      [bea, 'true'],
      [cat, 'true'],
      [bea, 'null'],
    ]);
    const events = await log.read(own.database.db, { limit: 100, said: ['Tag Added', 'Tag Removed'] });
    expect((await rows(`fact LIKE 'tag:%'`)).map(({ position }) => position)).toEqual(
      events.map(({ position }) => position),
    );
  });

  it('is once in effect, when the teller is killed between lake and cursor', async () => {
    const [dan] = (await identified([{ city: 'Lyon', size: 3 }])) as [CustomerId];
    const before = (await rows()).length;
    const subscriber = telling();
    const killed: Subscriber = {
      ...subscriber,
      async on(delivery) {
        await subscriber.on(delivery);
        throw new Error('killed');
      },
    };
    const parts = { database: own.database, log };
    for (const _ of [1, 2]) await expect(deliverOnce(killed, parts)).rejects.toThrow('killed');
    expect(await rows(`customer_id = ${dan}`)).toHaveLength(2);
    await tell();
    expect(await rows(`customer_id = ${dan}`)).toHaveLength(2);
    expect(await rows()).toHaveLength(before + 2);
    expect(await count('trait city is "Lyon"')).toBe(1);
    await at.lake.command('OPTIMIZE TABLE facts FINAL');
    const [{ n } = { n: 0 }] = await at.lake.query<{ n: number }>('SELECT count() AS n FROM facts');
    expect(Number(n)).toBe(before + 2);
  });

  it('waits for a lake that is away', async () => {
    await identified([{ city: 'Nice' }]);
    await at.kill();
    await expect(deliverOnce(telling(), { database: own.database, log })).rejects.toThrow();
    expect(await mendOnce(mending(), { settled: true })).toBe(0);
    await at.start();
    await fillLake(own.database, at.lake);
    await tell();
    expect(await count('trait city is "Nice"')).toBe(1);
  });
});

describe('a lake', () => {
  it('that was lost is told everything again, also what is archived, beside what comes in', async () => {
    const [before, answered] = [await rows(), await answers()];
    const kept = await log.read(own.database.db, { limit: 1 });
    const month = kept[0]?.receivedAt.toISOString().slice(0, 7) as string;
    await own.database.pool.query(
      "UPDATE log.cursor SET position = 1000000 WHERE subscriber <> 'decide/definitions: tell the lake'",
    );
    expect(await archiveMonth(place(), month)).toMatchObject({ outcome: 'archived' });
    await at.lake.command('DROP TABLE facts SYNC');
    await own.database.pool.query('SELECT log.ensure_partition(now())');
    await identified([{ city: 'Lille' }]);
    await tell();
    expect((await rows()).length).toBe(1);
    const state = { settled: true };
    await mendOnce(mending(), state);
    expect(await factsReached(mending())).toBe(0);
    await mend(state);
    expect((await rows()).slice(0, -1)).toEqual(before);
    expect(await answers()).toEqual(answered);
    expect(await factsReached(mending())).toBe(await log.head(own.database.db));
    expect(await tellingAgainStatus(mending())).toMatchObject({ behind: 0, lagSeconds: 0, failure: null });
  });

  it('that lost what it was told last is told that again at the next start', async () => {
    const before = await rows();
    await at.lake.command("ALTER TABLE facts DELETE WHERE fact LIKE 'trait:%' SETTINGS mutations_sync = 1");
    await identified([{ city: 'Metz' }]);
    await tell();
    await mend();
    expect((await rows()).map(({ fact }) => fact)).toContain('trait:city');
    expect((await rows()).length).toBeGreaterThan(
      before.filter(({ fact }) => !fact.startsWith('trait')).length,
    );
  });

  it('that knows more than a Postgres that was restored forgets it', async () => {
    const before = await rows();
    await at.lake.insert(
      'facts',
      Buffer.from(`1\t9000000\t2026-11-26 00:00:00\t2026-11-26 00:00:00\ttag:gone\ttrue\n`),
      {
        columns: ['customer_id', 'position', 'received_at', 'timestamp', 'fact', 'value'],
        token: 'gone',
      },
    );
    await mend();
    expect(await rows()).toEqual(before);
  });

  it('forgets whoever was erased, and is told nothing of her again', async () => {
    const [eve, fay] = (await identified([{ city: 'Brest' }, { city: 'Brest' }])) as [CustomerId, CustomerId];
    await own.readUp();
    await tag([eve, fay], { add: ['tea'] });
    await fillLake(own.database, at.lake);
    await tell();
    expect([await count('trait city is "Brest"'), await count('tag "tea"')]).toEqual([2, 2]);
    const { personalData } = definitionsModule({
      ...mending(),
      language,
      productsWithin: async () => null,
    } as never);
    await own.database.db.transaction().execute(async (tx) => {
      await personalData?.erase(tx, eve);
      await own.vault.destroy(tx, [eve]);
    });
    await mend({ settled: true });
    expect(await rows(`customer_id = ${eve}`)).toEqual([]);
    expect([await count('trait city is "Brest"'), await count('tag "tea"')]).toEqual([1, 1]);
    await at.lake.command('TRUNCATE TABLE facts');
    await at.lake.command('DROP TABLE facts SYNC');
    await mend();
    expect(await rows(`customer_id = ${eve}`)).toEqual([]);
    expect(await rows(`customer_id = ${fay}`)).toHaveLength(2);
  });
});
