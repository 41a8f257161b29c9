/** Two on one database: strangers are refused before they write anything, and an engine more shares the work, whichever of the two is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataDirectory } from '../../src/6-app/data-directory.ts';
import { freePort, type Instance, run, startInstance, until } from '../instance.ts';
import { type Keys, keepSending, keysOf, lookUp, openDatabase } from './shop.ts';

let instance: Instance;
let keys: Keys;
beforeAll(async () => {
  instance = await startInstance();
  keys = await keysOf(instance);
});
afterAll(() => instance?.stop());

async function numberFrom(query: string): Promise<number> {
  const database = openDatabase(instance.dataDir);
  try {
    return (await database.pool.query(query)).rows[0].n;
  } finally {
    await database.close();
  }
}

describe('a second installation on the same database', () => {
  it('is refused with a sentence, and changes nothing', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rg-stranger-'));
    const address = new URL('postgresql://regulars@localhost:5432/regulars');
    address.searchParams.set('host', dataDirectory(instance.dataDir).run);
    const count = () => numberFrom('SELECT count(*)::int AS n FROM auth.staff');
    const before = await count();
    const args = ['start', '--data-dir', dataDir, '--port', String(await freePort())];
    const { code, errors } = await run([...args, '--database-url', address.href]);
    expect(code).not.toBe(0);
    expect(errors).toContain('belongs to an installation with other secrets');
    expect(await count()).toBe(before);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('one engine more', () => {
  const workers: ChildProcess[] = [];
  afterAll(() => workers.forEach((worker) => void worker.kill('SIGKILL')));

  it('shares the work: each event counted once and shipped once, whoever of the two is killed', async () => {
    const cli = join(import.meta.dirname, '../../src/6-app/cli.ts');
    const startWorker = (): void => {
      const args = [cli, 'worker', '--data-dir', instance.dataDir];
      workers.push(spawn(process.execPath, args, { stdio: 'ignore' }));
    };
    startWorker();
    const sender = keepSending(instance.url, keys.write);
    for (let kill = 0; kill < 6; kill++) {
      await new Promise((next) => setTimeout(next, 1500));
      // One that is only just being started again has no pid yet.
      const { engine } =
        kill % 2 === 0 ? await until(instance.pids, (pids) => pids.engine !== undefined) : {};
      if (engine !== undefined) process.kill(engine, 'SIGKILL');
      else {
        workers.at(-1)?.kill('SIGKILL');
        startWorker();
      }
    }
    await sender.stop();
    const ids = sender.journal.flatMap((batch) => batch.ids);
    expect(ids.length).toBeGreaterThan(500);
    const all = await until(
      () => lookUp(instance.url, keys.api, ids),
      (found) => found.every((one) => one.in_lake > 0),
    );
    expect(all.filter((one) => one.stored !== 1 || one.in_lake !== 1)).toEqual([]);
    const counted = () => numberFrom('SELECT coalesce(sum(events), 0)::int AS n FROM sources.activity');
    await until(counted, (n) => n >= ids.length);
    expect(await counted()).toBe(ids.length);
    console.log(`two engines: 6 kills, ${ids.length} events`);
  });
});
