import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anyone, route } from '../http/index.ts';
import { type TestApp, testApp } from '../http/testing.ts';
import type { Database } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { answerList } from './answer.ts';
import { flagFilter, idFilter, instantFilter, listQuery, pageOf, textFilter } from './contract.ts';
import { type KeyColumns, keyset } from './keyset.ts';

const RUNS = process.env.REGULARS_NIGHT ? 5000 : 300;

const query = listQuery({
  sorts: ['id', 'name'],
  sort: 'id',
  filters: {
    kind: z.enum(['tea', 'cup']),
    name: textFilter(),
    above: idFilter(),
    since: instantFilter(),
    sold: flagFilter(),
  },
});
const item = z.object({ id: z.number(), name: z.string() });
const goods = keyset({
  id: { column: sql`id`, type: 'int8' },
  sorts: { id: { column: sql`id`, type: 'int8' }, name: { column: sql`name`, type: 'text' } },
  search: [sql`name`],
  filters: {
    kind: (kind: 'tea' | 'cup') => sql`kind = ${kind}`,
    name: (name: string) => sql`name = ${name}`,
    above: (id: number) => sql`id > ${id}`,
    since: (at: string) => sql`made_at >= ${at}::timestamptz`,
    sold: (sold: boolean) => sql`sold = ${sold}`,
  },
});

let database: Database;
let server: TestApp;

async function list(asked: z.output<typeof query>) {
  const page = goods.pageSql(asked);
  const { rows } = await sql<{ id: number; name: string } & KeyColumns>`
    SELECT id, name, ${page.keys} FROM good WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    database.db,
  );
  return page.page(rows, ({ id, name }) => ({ id, name }));
}

beforeAll(async () => {
  database = await testDatabase([]);
  await database.pool.query(`
    CREATE TABLE good (id bigint PRIMARY KEY, name text NOT NULL, kind text NOT NULL, sold boolean NOT NULL, made_at timestamptz NOT NULL);
    INSERT INTO good SELECT n, CASE n WHEN 7 THEN '=HYPERLINK("x")' ELSE 'good ' || n END, CASE n % 2 WHEN 0 THEN 'tea' ELSE 'cup' END,
      n > 400, '2026-01-01 00:00+00'::timestamptz + n * interval '1 day' FROM generate_series(1, 450) n`);
  const goodsRoute = route({
    method: 'GET',
    path: '/api/goods',
    summary: 'Goods',
    lane: 'console',
    access: anyone,
    query,
    response: pageOf(item),
    handle: ({ query, reply }) =>
      answerList(reply, query, {
        file: 'goods',
        columns: { id: (good) => good.id, name: (good) => good.name },
        read: list,
      }),
  });
  server = await testApp([goodsRoute]);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const get = (search: string) => server.app.inject({ url: `/api/goods?${search}` });

describe('a list over HTTP', () => {
  it('answers items and next, and next leads on', async () => {
    const first = (await get('limit=2&kind=tea')).json();
    expect(first.items.map((good: { id: number }) => good.id)).toEqual([2, 4]);
    const second = (await get(`limit=2&kind=tea&after=${first.next}`)).json();
    expect(second.items.map((good: { id: number }) => good.id)).toEqual([6, 8]);
  });

  it('reads flags, numbers and instants from the query string', async () => {
    expect((await get('sold=true&limit=200')).json().items).toHaveLength(50);
    expect((await get('above=449')).json().items).toHaveLength(1);
    expect((await get(`since=${encodeURIComponent('2027-03-27T08:00:00+08:00')}`)).json().items).toHaveLength(
      1,
    );
  });

  it('gives the same rows as CSV, all of them, as a download', async () => {
    const answer = await get('format=csv&kind=cup&limit=3');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="goods.csv"');
    const lines = answer.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 225);
    expect(lines[4]).toBe(`7,"'=HYPERLINK(""x"")"`);
  });

  it('refuses a wrong cursor for a CSV before the file begins', async () => {
    const answer = await get('format=csv&after=nonsense');
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'cursor_invalid']);
  });

  it('describes itself in OpenAPI', async () => {
    const { parameters } = (await server.app.inject({ url: '/docs/json' })).json().paths['/api/goods'].get;
    expect(parameters.map((parameter: { name: string }) => parameter.name)).toEqual([
      'q',
      'sort',
      'after',
      'limit',
      'format',
      'kind',
      'name',
      'above',
      'since',
      'sold',
    ]);
  });

  it.each([
    'sort=secret',
    'sort=id;DROP TABLE good',
    'sort=--id',
    'sort=id&sort=name',
    'sort=__proto__',
    'sort=-constructor',
    'limit=0',
    'limit=201',
    'limit=1e9',
    'limit=-1',
    'kind=glass',
    'kind[]=tea',
    'kind[$ne]=tea',
    'nosuchfilter=1',
    '__proto__=1',
    'above=1%20OR%201=1',
    'above=99999999999999999999',
    'since=yesterday',
    'since=2026-02-30T00:00:00Z',
    'since=0000-01-01T00:00:00Z',
    'since=0001-01-01T00:00:00%2B12:00',
    'sold=1',
    'q=',
    'q=a%00b',
    'name=a%00b',
    `q=${'x'.repeat(201)}`,
    'format=xml',
    'after=',
  ])('refuses %s with 400', async (search) => {
    expect((await get(search)).statusCode).toBe(400);
  });

  it(`answers any query string with a page or 400 (${RUNS} runs)`, async () => {
    const names = fc.oneof(
      fc.constantFrom('q', 'sort', 'after', 'limit', 'kind', 'name', 'above', 'since', 'sold', 'format'),
      fc.string(),
    );
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "' OR 1=1 --",
        'id',
        '-name',
        '1',
        '5',
        'true',
        'tea',
        '2026-01-01T00:00:00Z',
        '0001-01-01T00:00:00Z',
        '9999-12-31T23:59:59Z',
        '2026-01-01T00:00:00+23:59',

        'NaN',
        '0x10',
        '\\',
        '%',
        '_',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, values, { maxKeys: 4 }), async (pairs) => {
        const answer = await get(new URLSearchParams(pairs).toString());
        expect([200, 400]).toContain(answer.statusCode);
      }),
      { numRuns: RUNS },
    );
  });
});
