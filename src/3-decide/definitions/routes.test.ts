import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productsWithin } from '#know/catalog/module';
import { CATALOG_MIGRATIONS } from '#know/catalog/testing';
import { CHANNELS_MIGRATIONS } from '#know/channels/testing';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import { LAKE_MIGRATIONS } from '#platform/lake/testing';
import { LOG_MIGRATIONS } from '#platform/log/testing';
import type { Database } from '#platform/postgres';
import { testDatabase } from '#platform/postgres/testing';
import { createLanguage } from './language.ts';
import { definitionsModule } from './module.ts';

let database: Database;
let server: TestApp;

beforeAll(async () => {
  database = await testDatabase([
    ...LOG_MIGRATIONS,
    ...LAKE_MIGRATIONS,
    { module: 'platform/archive', folder: `${import.meta.dirname}/../../0-platform/archive/migrations` },
    CHANNELS_MIGRATIONS,
    CATALOG_MIGRATIONS,
  ]);
  await database.pool.query(
    "INSERT INTO catalog.category (parent_id, name) VALUES (NULL, 'Tea'), (1, 'Green')",
  );
  await database.pool.query(
    "INSERT INTO catalog.product (title, kind, category_id, created_at, updated_at) VALUES ('Longjing', 'goods', 2, now(), now())",
  );
  await database.pool.query("INSERT INTO archive.keep (kind, months) VALUES ('Product Viewed', 3)");
  const { routes } = definitionsModule({
    db: database.db,
    // Reading a definition asks none of these.
    ...({} as { log: never; vault: never; lake: never; archive: never }),
    clock: fixedClock('2026-11-26T08:00:00Z'),
    settings: { SHOP_ZONE: 'Asia/Shanghai' } as never,
    language: createLanguage(),
    productsWithin,
    segments: async (ids) =>
      new Map(
        ids
          .filter((id) => id === 7)
          .map((id) => [
            id,
            { name: 'Mothers', definition: { version: 1, who: { kind: 'tag', tag: 'baby' } } },
          ]),
      ),
  });
  server = await testApp(routes ?? []);
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

const read = async (body: object) =>
  (await server.call('marketer', 'POST', '/api/definitions/reading', body)).json();

describe.each([
  ['GET', '/api/definitions/schema', undefined],
  ['POST', '/api/definitions/reading', { text: 'tag "a"' }],
] as const)('%s %s', (method, url, body) => {
  it('without a credential is 401', async () => {
    expect((await server.call('anonymous', method, url, body)).statusCode).toBe(401);
  });
  it('for a role it is not meant for is 403', async () => {
    expect((await server.call('agent', method, url, body)).statusCode).toBe(403);
  });
  it('for a marketer is answered', async () => {
    expect((await server.call('marketer', method, url, body)).statusCode).toBe(200);
  });
});

describe('a definition that is read', () => {
  it('comes back in both forms with its sentence', async () => {
    const text = '(segment 7 and goods pieces category "Tea" in this month >= 2)';
    const answer = await read({ text });
    expect(answer).toEqual({
      definition: {
        version: 1,
        who: {
          all: [
            { kind: 'segment', segment: 7 },
            {
              kind: 'goods',
              measure: 'pieces',
              category: 'Tea',
              in: { calendar: { unit: 'month', from: 0, to: 0 } },
              is: { op: 'at_least', value: 2 },
            },
          ],
        },
      },
      text,
      sentence: {
        en: 'is in segment “Mothers” and the number of pieces bought of “Tea” this month is at least 2',
        zh: '属于人群“Mothers”，且本月购买“Tea”的件数至少 2',
      },
    });
    expect((await read({ definition: answer.definition })).text).toBe(text);
  });

  it.each([
    [{ text: 'goods pieces category "Coffee" >= 1' }, 'definition_refers'],
    [{ text: 'segment 8' }, 'definition_refers'],
    [{ text: 'did "Product Viewed" in last 100 days' }, 'definition_too_far'],
    [{ text: 'trait email is set' }, 'definition_personal'],
    [{ text: '(tag "a" or not attribute `home phone` is "1")' }, 'definition_personal'],
    [{ text: 'did "Product Viewed" in last' }, 'definition_text_invalid'],
    [{ definition: { version: 1, who: { any: [] } } }, 'definition_invalid'],
  ])('%o is refused as %s', async (body, code) => {
    expect((await read(body)).code).toBe(code);
  });

  it('that asks about what identifies is refused by its name', async () => {
    expect((await read({ text: 'trait `收货地址` is set' })).detail).toContain('“收货地址”');
  });

  it('that asks of a category means what is in it and below', async () => {
    expect(await productsWithin(database.db, 'Tea')).toEqual([1]);
    expect(await productsWithin(database.db, 'Tea / Green')).toEqual([1]);
    expect(await productsWithin(database.db, 'Green')).toBeNull();
  });
});
