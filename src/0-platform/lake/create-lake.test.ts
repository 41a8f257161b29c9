import { createServer } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../errors/index.ts';
import { createLake } from './create-lake.ts';
import { prepareTable } from './table.ts';
import { startTestLake, type TestLake } from './testing.ts';

let at: TestLake;
let port: number;
const runs = process.env.REGULARS_NIGHT ? 1000 : 60;

beforeAll(async () => {
  port = await freePort();
  at = await startTestLake({ port });
  await at.lake.command(
    'CREATE TABLE note (id Int64, text String) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 10',
  );
});
afterAll(() => at.close());

const COUNTING = 'SELECT count() AS n FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))';

describe('a query', () => {
  it('gets bound values back as they were, whatever they hold', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(text), fc.integer(), async (one, many, number) => {
        const rows = await at.lake.query(
          'SELECT {one:String} AS one, {many:Array(String)} AS many, {number:Int64} AS number',
          {
            params: { one, many, number },
          },
        );
        expect(rows).toEqual([{ one, many, number }]);
      }),
      { numRuns: runs },
    );
    console.log(`bound values: ${runs}`);
  });

  it('never sees a value or a limit of the query before it', async () => {
    await at.lake.query('SELECT {secret:String} AS s', { params: { secret: 'x' }, class: 'preview' });
    for (let i = 0; i < 6; i++) {
      await expect(at.lake.query('SELECT {secret:String} AS s')).rejects.toMatchObject({ code: '456' });
      const [row] = await at.lake.query<{ seconds: number }>(
        "SELECT toFloat64(getSetting('max_execution_time')) AS seconds",
        { class: 'report' },
      );
      expect(row?.seconds).toBe(120);
    }
  });

  it('may hold braces in strings and comments', async () => {
    const rows = await at.lake.query("SELECT '{a:String}' AS s /* {b:String} */ -- {c:String}");
    expect(rows).toEqual([{ s: '{a:String}' }]);
  });

  it('that is wrong fails with the code ClickHouse gives', async () => {
    await expect(at.lake.query('SELECT * FROM nowhere')).rejects.toMatchObject({
      code: '60',
      type: 'UNKNOWN_TABLE',
    });
    await expect(at.lake.query('SELECT (')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' });
  });

  it('beyond its memory, its time or its size of answer is refused as such, and others go on', async () => {
    const greedy = [
      'SELECT groupArray(number) AS a FROM numbers(1000000000)',
      'SELECT sleepEachRow(1) AS s FROM numbers(60) SETTINGS function_sleep_max_microseconds_per_block = 60000000, max_block_size = 1',
      'SELECT repeat(toString(number), 1000) AS t FROM numbers(1000000)',
    ].map((sql) => at.lake.query(sql, { class: 'preview' }));
    const refused = Promise.all(
      greedy.map((query) => expect(query).rejects.toMatchObject({ code: 'query_limit' })),
    );
    expect(await at.lake.query('SELECT 1 AS one', { class: 'screen' })).toEqual([{ one: 1 }]);
    await refused;
  });

  it('whose caller leaves is stopped in the engine', async () => {
    const leaving = new AbortController();
    const query = at.lake.query(COUNTING, { class: 'training', signal: leaving.signal });
    await until(async () => (await countRunning()) === 1);
    leaving.abort(new Error('left'));
    await expect(query).rejects.toThrow('left');
    await until(async () => (await countRunning()) === 0);
  });

  it('waits in line beside many others, and small ones are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        at.lake.query<{ i: number }>('SELECT {i:Int64} AS i', { params: { i } }),
      ),
    );
    expect(answers.map(([row]) => row?.i)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });
});

describe('an insert', () => {
  const insert = (token: string, text: string) =>
    at.lake.insert('note', Buffer.from(text), { columns: ['id', 'text'], token });
  const all = () => at.lake.query<{ id: number; text: string }>('SELECT id, text FROM note ORDER BY id');

  it('is stored once for each token', async () => {
    await insert('a', '1\tone\n2\ttwo\n');
    await Promise.all([
      insert('a', '1\tone\n2\ttwo\n'),
      insert('b', '3\tthree\n'),
      insert('b', '3\tthree\n'),
    ]);
    expect(await all()).toEqual([
      { id: 1, text: 'one' },
      { id: 2, text: 'two' },
      { id: 3, text: 'three' },
    ]);
  });

  it('that breaks off stores nothing', async () => {
    const before = await all();
    const breaking = async function* () {
      yield Buffer.from('10\tten\n11\televen\n');
      throw new Error('broke off');
    };
    const { Readable } = await import('node:stream');
    await expect(
      at.lake.insert('note', Readable.from(breaking(), { objectMode: false }), {
        columns: ['id', 'text'],
        token: 'c',
      }),
    ).rejects.toThrow();
    expect(await all()).toEqual(before);
  });
});

describe('the address', () => {
  it('of a ClickHouse elsewhere is served by the same client and SQL', async () => {
    const elsewhere = createLake({ url: `http://127.0.0.1:${port}/elsewhere` });
    expect(await elsewhere.ping()).toBe(true);
    await prepareTable(elsewhere);
    const row =
      '1\t2026-11-01 08:00:00.5\t2026-11-01 08:00:00\t7\t1\t0\t0\t0\t0\t0\t1\tOrder Completed\tm1\t{"a":1}\t{}\n';
    const columns = [
      'position',
      'received_at',
      'timestamp',
      'customer_id',
      'source_id',
      'type',
      'origin',
      'flags',
      'caused_by',
      'depth',
      'schema_version',
      'event',
      'message_id',
      'properties',
      'context',
    ];
    await elsewhere.insert('events', Buffer.from(row), { columns, token: 't' });
    const rows = await elsewhere.query(
      'SELECT type, origin, properties, toString(received_at) AS at FROM events',
    );
    expect(rows).toEqual([
      { type: 'track', origin: 'live', properties: '{"a":1}', at: '2026-11-01 08:00:00.500000' },
    ]);
    await elsewhere.close();
  });

  it('where nobody answers is `lake_away`', async () => {
    const nobody = createLake({ url: `http://127.0.0.1:${await freePort()}` });
    const refusal = await nobody.query('SELECT 1').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ code: 'lake_away' });
    expect(await nobody.ping()).toBe(false);
    await nobody.close();
  });
});

describe('the process', () => {
  it('ends when its parent is gone', async () => {
    const other = await startTestLake();
    const gone = new Promise((done) => other.process().once('exit', done));
    other.process().disconnect();
    await gone;
    await other.close();
  });

  it('waits for a predecessor that still holds the data', async () => {
    const other = await startTestLake();
    const before = other.process();
    const starting = other.start();
    setTimeout(() => before.kill('SIGKILL'), 1500);
    await starting;
    expect(before.signalCode).toBe('SIGKILL');
    expect(await other.lake.ping()).toBe(true);
    await other.close();
  });
});

const countRunning = async (): Promise<number> => {
  const [row] = await at.lake.query<{ n: number }>(
    "SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64(number)%' AND query NOT LIKE '%system.processes%'",
  );
  return row?.n ?? -1;
};

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => setTimeout(next, 50));
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => done(free));
    });
  });
