import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '#platform/postgres/testing';
import { freePort, type Instance, run, runCommand, startInstance, until } from '../../../test/instance.ts';
import { dataDirectory, makeFolders, makeInstance } from '../data-directory.ts';
import { makeSecrets } from '../secrets.ts';
import { checkDisk } from './check-ground.ts';

const folder = mkdtempSync(join(tmpdir(), 'rg-refused-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (name: string): string => join(folder, name);

const urlOf = ({ host, user, database: name }: { host: string; user: string; database: string }): string =>
  `postgres://${user}@localhost/${name}?host=${encodeURIComponent(host)}`;

describe('a start says in one sentence why it cannot be', () => {
  it.each([
    ['--port', 'eighty', /^ {2}PORT: /m],
    ['--database-url', 'mysql://localhost/shop', /^ {2}DATABASE_URL: /m],
    ['--shop-zone', 'Asia/Nowhere', /^ {2}SHOP_ZONE: not an IANA time zone/m],
    ['--trusted-proxies', '127.0.0.1, 10.0.0.0/99', /^ {2}TRUSTED_PROXIES: not a list/m],
    ['--public-url', 'javascript:alert(1)', /^ {2}PUBLIC_URL: /m],
    ['--log-level', 'loud', /^ {2}LOG_LEVEL: /m],
  ])('%s %s', async (flag, value, sentence) => {
    const { code, errors } = await run(['start', flag, value, '--data-dir', place('settings')]);
    expect(code).toBe(1);
    expect(errors).toMatch(sentence);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  it('a folder that cannot be written to', async () => {
    writeFileSync(place('file'), '');
    const { code, errors } = await run(['start', '--data-dir', place('file/data')]);
    expect(code).toBe(1);
    expect(errors).toMatch(/^The data directory .*file\/data cannot be written to\..*\n$/);
  });

  it('a full disk', () => {
    expect(() => checkDisk(folder)).not.toThrow();
    expect(() => checkDisk(folder, 2 ** 40)).toThrow(
      /^The disk of .* is full: \d+ MB are free, 1099511627776 MB are needed to start\.$/,
    );
  });

  it('a database that is not there', async () => {
    const url = `postgres://regulars@127.0.0.1:${await freePort()}/regulars`;
    const port = String(await freePort());
    const args = ['start', '--port', port, '--data-dir', place('away'), '--database-url', url];
    const { code, errors } = await run(args);
    expect(code).toBe(1);
    expect(errors).toMatch(/^The database at DATABASE_URL is not reachable \(.*ECONNREFUSED.*\)\.$/m);
  });

  it('a database that cannot hold Chinese', async () => {
    const database = await testDatabase([]);
    await database.pool.query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    const url = urlOf({ ...database.connection, database: 'latin' });
    const args = ['start', '--port', String(await freePort()), '--data-dir', place('latin')];
    const { code, errors } = await run(args, { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(errors).toMatch(/^The database at DATABASE_URL is encoded in LATIN1; Regulars needs UTF8\.$/m);
    await database.pool.query('DROP DATABASE latin WITH (FORCE)');
    await database.close();
  });

  it('secrets that were lost', () => {
    const directory = dataDirectory(place('lost'));
    makeFolders(directory, [process.getuid?.()]);
    makeSecrets(directory);
    makeInstance(directory, 'shop', new Date());
    rmSync(join(directory.path, 'secrets.json'));
    expect(() => makeSecrets(directory)).toThrow(/secrets\.json is missing/);
  });

  it('the sample shop in the directory of a shop', () => {
    const directory = dataDirectory(place('mixed'));
    makeFolders(directory, [process.getuid?.()]);
    makeInstance(directory, 'shop', new Date());
    expect(() => makeInstance(directory, 'sample', new Date())).toThrow(/does not mix with the sample shop/);
  });

  it('a run folder of somebody else', () => {
    const directory = dataDirectory(place('foreign'));
    expect(() => makeFolders(directory, [-1])).toThrow(/belongs to somebody else/);
  });
});

describe('a path too long for a socket', () => {
  it('has its sockets elsewhere', () => {
    const long = dataDirectory(place('x'.repeat(100)));
    expect(Buffer.byteLength(`${long.run}/.s.PGSQL.5432`)).toBeLessThanOrEqual(107);
    expect(long.run.startsWith(tmpdir())).toBe(true);
    expect(dataDirectory('/srv/shop').run).toBe('/srv/shop/run');
  });
});

describe('two installations on one database', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let first: Instance;
  let env: Record<string, string>;
  const dataDir = place('first');
  beforeAll(async () => {
    database = await testDatabase([]);
    env = { DATABASE_URL: urlOf(database.connection) };
    first = await startInstance({ dataDir, env });
  });
  afterAll(async () => {
    await first.stop();
    await database.close();
  });

  it('run without a PostgreSQL of their own', async () => {
    expect(Object.keys(await first.pids()).sort()).toEqual(['engine', 'lake', 'server', 'supervisor']);
  });

  it('is found by commands that were not told of it', async () => {
    const { write_key } = await runCommand<{ write_key: string }>([
      'key',
      'create',
      '--kind',
      'server',
      '--data-dir',
      dataDir,
      '--json',
    ]);
    const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM sources.key');
    expect(rows).toEqual([{ count: 1 }]);
    expect(write_key).toMatch(/^wk_/);
  });

  it('cooperate when they share their secrets: each follows with an engine, and every event is counted once', async () => {
    const shared = place('second');
    mkdirSync(shared);
    copyFileSync(join(dataDir, 'secrets.json'), join(shared, 'secrets.json'));
    const second = await startInstance({ dataDir: shared, env });
    const { write_key: key } = await second.regulars<{ write_key: string }>(
      'key',
      'create',
      '--kind',
      'server',
    );
    for (const { url } of [first, second, first, second]) {
      const answer = await fetch(`${url}/v1/track`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${key}:`)}` },
        body: JSON.stringify({ userId: 'u', event: 'Product Viewed' }),
      });
      expect(answer.status).toBe(200);
    }
    const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM log.event');
    expect(rows).toEqual([{ count: 4 }]);
    // Both engines look at the same cursors: each has come to the end once.
    await until(
      async () =>
        (await database.pool.query('SELECT min(position)::int AS least FROM log.cursor')).rows[0].least,
      (least) => least >= 4,
    );
    await second.stop();
    expect(await second.regulars('status').catch(() => 'gone')).toMatchObject({ running: false });
  });

  it('refuse other secrets', async () => {
    const args = ['start', '--port', String(await freePort()), '--data-dir', place('stranger')];
    const { code, errors } = await run(args, env);
    expect(code).toBe(1);
    expect(errors).toMatch(/^This database belongs to an installation with other secrets\./m);
  });

  it('refuse what a newer version wrote', async () => {
    const newer =
      "INSERT INTO platform.migration (module, name, checksum) VALUES ('know/future', '0001-x.sql', '')";
    await database.pool.query(newer);
    const args = ['start', '--port', String(await freePort()), '--data-dir', place('older')];
    const { code, errors } = await run(args, env);
    expect(code).toBe(1);
    expect(errors).toMatch(/newer version of Regulars \(it has know\/future\/0001-x\.sql\)/);
    await database.pool.query("DELETE FROM platform.migration WHERE module = 'know/future'");
  });
});
