import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../errors/index.ts';
import type { Database } from '../postgres/index.ts';
import { testDatabase } from '../postgres/testing.ts';
import { writeCursor } from './cursor.ts';
import { type KeyColumns, keyset } from './keyset.ts';

const RUNS = process.env.REGULARS_NIGHT ? 3000 : 150;

type Shelf = { id: number; name: string | null; weight: number | null; seen_at: string | null };

const shelves = keyset({
  id: { column: sql`id`, type: 'int8' },
  sorts: {
    id: { column: sql`id`, type: 'int8' },
    name: { column: sql`name`, type: 'text', nullable: true },
    weight: { column: sql`weight`, type: 'int8', nullable: true },
    seen_at: { column: sql`seen_at`, type: 'timestamptz', nullable: true },
  },
  search: [sql`name`],
  filters: {
    heavier: (than: number) => sql`weight > ${than}`,
    ids: (ids: number[]) => sql`id = ANY(${ids}::bigint[])`,
  },
});

let database: Database;
beforeAll(async () => {
  database = await testDatabase([]);
  await database.pool.query(
    'CREATE TABLE shelf (id bigint PRIMARY KEY, name text, weight bigint, seen_at timestamptz)',
  );
});
afterAll(() => database.close());

type Query = Parameters<typeof shelves.pageSql>[0];

async function read(query: Query) {
  const page = shelves.pageSql(query);
  const { rows } = await sql<Shelf & KeyColumns>`
    SELECT id, name, weight, seen_at::text, ${page.keys} FROM shelf WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
    database.db,
  );
  return page.page(rows, (row) => row.id);
}

async function fill(rows: Shelf[]): Promise<void> {
  await database.pool.query('TRUNCATE shelf');
  await insert(rows);
}

async function insert(rows: Shelf[]): Promise<void> {
  await database.pool.query(
    'INSERT INTO shelf SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::timestamptz[]) ON CONFLICT DO NOTHING',
    [
      rows.map((row) => row.id),
      rows.map((row) => row.name),
      rows.map((row) => row.weight),
      rows.map((row) => row.seen_at),
    ],
  );
}

// Few different values, so that ties and nulls are the rule; instants that differ by a microsecond only.
const shelf = fc.record({
  id: fc.integer({ min: -40, max: 400 }),
  name: fc.option(fc.constantFrom('a', 'B', '茶', '', "'; DROP TABLE shelf; --", '\u{1F375}'), { nil: null }),
  weight: fc.option(fc.constantFrom(0, -1, 7, 2 ** 53 - 1), { nil: null }),
  seen_at: fc.option(
    fc.constantFrom(
      '2026-11-23 08:00:00.000001+00',
      '2026-11-23 08:00:00.000002+00',
      '1969-12-31 23:59:59.999999+00',
      '2026-11-23 09:00:00+08',
    ),
    { nil: null },
  ),
});
const sorts = ['id', 'name', 'weight', 'seen_at'].flatMap((name) => [name, `-${name}`]) as Query['sort'][];

describe('paging', () => {
  it(`visits each row exactly once for any sort, direction and page size while rows are inserted (${RUNS} runs)`, async () => {
    const cases = fc.record({
      rows: fc.uniqueArray(shelf, { selector: (row) => row.id, maxLength: 40 }),
      later: fc.array(shelf, { maxLength: 20 }),
      sort: fc.constantFrom(...sorts),
      limit: fc.integer({ min: 1, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, later, sort, limit }) => {
        await fill(rows);
        const seen: number[] = [];
        let after: string | undefined;
        let pages = 0;
        do {
          const { items, next } = await read({ sort, limit, after });
          expect(items.length).toBeLessThanOrEqual(limit);
          seen.push(...items);
          after = next ?? undefined;
          await insert(later.slice(pages * 4, pages * 4 + 4));
          pages++;
        } while (after !== undefined);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(rows.map((row) => row.id)));
      }),
      { numRuns: RUNS },
    );
  });

  it(`shows the order the database itself gives, in pages as in one (${RUNS} runs)`, async () => {
    const cases = fc.record({
      rows: fc.uniqueArray(shelf, { selector: (row) => row.id, minLength: 1, maxLength: 40 }),
      sort: fc.constantFrom(...sorts),
      limit: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, sort, limit }) => {
        await fill(rows);
        const paged: number[] = [];
        let after: string | undefined;
        do {
          const page = await read({ sort, limit, after });
          paged.push(...page.items);
          after = page.next ?? undefined;
        } while (after !== undefined);
        expect(paged).toEqual((await read({ sort, limit: 200 })).items);
        const lastValues = rows
          .filter((row) => row[sort.replace('-', '') as keyof Shelf] === null)
          .map((row) => row.id);
        expect(new Set(paged.slice(paged.length - lastValues.length))).toEqual(new Set(lastValues));
      }),
      { numRuns: RUNS },
    );
  });

  it('says there is no next page when the last page is exactly full', async () => {
    await fill([1, 2, 3, 4].map((id) => ({ id, name: null, weight: null, seen_at: null })));
    const first = await read({ sort: 'id', limit: 2 });
    const second = await read({ sort: 'id', limit: 2, after: first.next as string });
    expect([first.items, second.items, second.next]).toEqual([[1, 2], [3, 4], null]);
  });
});

describe('a page far down', () => {
  it('is one range of an index on (column, id), in both directions', async () => {
    await database.pool.query(`
      CREATE TABLE tall (id bigint PRIMARY KEY, name text NOT NULL);
      INSERT INTO tall SELECT n, md5(n::text) FROM generate_series(1, 20000) n;
      CREATE INDEX ON tall (name, id);
      ANALYZE tall`);
    const tall = keyset({
      id: { column: sql`id`, type: 'int8' },
      sorts: { name: { column: sql`name`, type: 'text' } },
    });
    for (const sort of ['name', '-name'] as const) {
      const page = tall.pageSql({ sort, limit: 50, after: writeCursor({ sort, value: '8000', id: '77' }) });
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        EXPLAIN SELECT id, ${page.keys} FROM tall WHERE ${page.where} ORDER BY ${page.order} LIMIT ${page.limit}`.execute(
        database.db,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index Cond: \(ROW\(name, id\) [<>] ROW/);
      expect(plan).not.toMatch(/Sort|Seq Scan/);
    }
  });
});

describe('search and filters', () => {
  it('treats wildcards and quotes of the searcher as letters', async () => {
    const names = ['100%', '1000', 'a_b', 'aXb', "O'Hara", 'back\\slash', '茶叶'];
    await fill(names.map((name, id) => ({ id, name, weight: id, seen_at: null })));
    const found = async (q: string) =>
      (await read({ q, sort: 'id', limit: 50 })).items.map((id) => names[id]);
    expect(await found('0%')).toEqual(['100%']);
    expect(await found('A_B')).toEqual(['a_b']);
    expect(await found("o'h")).toEqual(["O'Hara"]);
    expect(await found('\\')).toEqual(['back\\slash']);
    expect(await found('茶')).toEqual(['茶叶']);
  });

  it('joins filters, search and cursor with and', async () => {
    await fill(
      [1, 2, 3, 4, 5].map((id) => ({ id, name: id % 2 ? 'odd' : 'even', weight: id, seen_at: null })),
    );
    const first = await read({ q: 'odd', heavier: 1, ids: [1, 2, 3, 5], sort: '-weight', limit: 1 });
    const second = await read({
      q: 'odd',
      heavier: 1,
      ids: [1, 2, 3, 5],
      sort: '-weight',
      limit: 1,
      after: first.next as string,
    });
    expect([first.items, second.items, second.next]).toEqual([[5], [3], null]);
  });
});

describe('a cursor from outside', () => {
  const refused = async (after: string, sort: Query['sort'] = 'seen_at') => {
    const answer = await read({ sort, limit: 5, after }).catch((error: unknown) => error);
    return answer instanceof Problem && answer.code === 'cursor_invalid';
  };

  it.each([
    ['of another sort', writeCursor({ sort: 'name', value: 'a', id: '1' })],
    ['of the other direction', writeCursor({ sort: '-seen_at', value: '1', id: '1' })],
    ['with SQL for a value', writeCursor({ sort: 'seen_at', value: "1'; DROP TABLE shelf; --", id: '1' })],
    ['with SQL for an id', writeCursor({ sort: 'seen_at', value: '1', id: '1) OR (1=1' })],
    ['with a number beyond int8', writeCursor({ sort: 'seen_at', value: '1', id: '9223372036854775808' })],
    [
      'with an instant no calendar has',
      writeCursor({ sort: 'seen_at', value: '9223372036854775807', id: '1' }),
    ],
    ['with leading zeros', writeCursor({ sort: 'seen_at', value: '007', id: '1' })],
    ['that is not base64', '%%%'],
    ['that is not JSON', Buffer.from('{').toString('base64url')],
    ['of another shape', Buffer.from('{"sort":"seen_at"}').toString('base64url')],
  ])('%s is refused', async (_, after) => {
    expect(await refused(after)).toBe(true);
  });

  it('without a value is refused where the column is never null, and with a NUL everywhere', async () => {
    expect(await refused(writeCursor({ sort: 'id', value: null, id: '1' }), 'id')).toBe(true);
    expect(await refused(writeCursor({ sort: 'name', value: 'a\0b', id: '1' }), 'name')).toBe(true);
  });

  it(`is refused or gives a page, whatever it is (${RUNS * 4} runs)`, async () => {
    await fill([{ id: 1, name: 'a', weight: 1, seen_at: null }]);
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.bigInt().map(String), fc.constant(null));
    const cursors = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom(...sorts), part, part)
        .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sorts), cursors, async (sort, after) => {
        const answer = await read({ sort, limit: 5, after }).catch((error: unknown) => error);
        if (answer instanceof Error) expect(answer).toMatchObject({ code: 'cursor_invalid' });
      }),
      { numRuns: RUNS * 4 },
    );
  });
});
