import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, type Instance, run, startInstance, until } from '../../../test/instance.ts';
import { startOf } from './process-start.ts';

/** Two whole starts on a machine that is busy with other tests. */
const LONG = { timeout: 180_000 };
const NAMES = ['engine', 'lake', 'postgres', 'server', 'supervisor'];

let sent = 0;
/** The status of one event sent, 0 where nobody answered. */
async function send(url: string, key: string): Promise<number> {
  sent++;
  const answer = await fetch(`${url}/v1/track`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${key}:`)}` },
    body: JSON.stringify({ userId: 'u1', event: 'Product Viewed', messageId: `m${sent}` }),
  }).catch(() => null);
  return answer?.status ?? 0;
}

const serverKey = async (instance: Instance): Promise<string> =>
  (await instance.regulars<{ write_key: string }>('key', 'create', '--kind', 'server')).write_key;

const count = async (instance: Instance): Promise<number> =>
  (await instance.regulars<{ count: number }>('events', 'count')).count;

const isGone = (pid: number | undefined): boolean => startOf(pid ?? 0) === null;

describe('a running installation', () => {
  let instance: Instance;
  let key: string;
  beforeAll(async () => {
    instance = await startInstance();
    key = await serverKey(instance);
  });
  afterAll(() => instance.stop());

  it('says what runs, and the doctor finds nothing', async () => {
    expect(Object.keys(await instance.pids()).sort()).toEqual(NAMES);
    const { ok, findings } = await instance.regulars<{ ok: boolean; findings: { name: string }[] }>('doctor');
    expect(ok).toBe(true);
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'disk', 'secrets', 'server', 'postgres', 'clock', 'lake']),
    );
  });

  it('leaves nothing beside its data directory', () => {
    const beside = readdirSync(dirname(instance.dataDir));
    expect(beside.filter((name) => name.startsWith(basename(instance.dataDir)))).toEqual([
      basename(instance.dataDir),
    ]);
  });

  it('tells its owner a password once', async () => {
    expect(instance.owner?.password).toMatch(/^\S{20,}$/);
    const signIn = (password: string): Promise<Response> =>
      fetch(`${instance.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: instance.url },
        body: JSON.stringify({ email: instance.owner?.email, password }),
      });
    expect((await signIn('something else entirely')).status).toBe(401);
    expect((await signIn(instance.owner?.password ?? '')).status).toBe(200);
  });

  it('keeps its data directory and its port to itself, and says so in one sentence', async () => {
    const second = await run(['start', '--port', '4199', '--data-dir', instance.dataDir]);
    expect(second).toMatchObject({ code: 1, out: '' });
    const { supervisor } = await instance.pids();
    expect(second.errors).toBe(
      `Regulars already runs on ${instance.dataDir} (process ${supervisor}). Stop it first, or choose another --data-dir.\n`,
    );
    const { port } = new URL(instance.url);
    const elsewhere = mkdtempSync(join(tmpdir(), 'rg-elsewhere-'));
    const third = await run(['start', '--port', port, '--data-dir', elsewhere], { LANG: 'zh_CN.UTF-8' });
    expect(third.errors).toBe(`端口 ${port} 已被占用。请停止占用它的程序，或用 --port 另选端口。\n`);
    rmSync(elsewhere, { recursive: true });
  });

  it.each(['server', 'engine', 'lake', 'postgres'])('has its %s again after a SIGKILL', async (name) => {
    expect(await send(instance.url, key)).toBe(200);
    const before = await instance.pids();
    process.kill(before[name] as number, 'SIGKILL');
    const after = await until(
      instance.pids,
      (pids) => pids[name] !== undefined && pids[name] !== before[name],
    );
    // Everybody else is who it was: nobody exits because a neighbour did.
    for (const other of NAMES.filter((one) => one !== name)) expect(after[other], other).toBe(before[other]);
    await until(
      () => send(instance.url, key),
      (status) => status === 200,
    );
  });

  it('serves 503 with Retry-After, not silence, while PostgreSQL is stopped', async () => {
    const { postgres = 0, server } = await instance.pids();
    process.kill(postgres, 'SIGKILL');
    const seen = new Set<number>();
    await until(
      async () => {
        const answer = await fetch(`${instance.url}/healthz`);
        if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('2');
        return seen.add(answer.status).has(200) && answer.status;
      },
      (status) => status === 200,
    );
    expect([...seen].every((status) => status === 200 || status === 503)).toBe(true);
    expect((await instance.pids()).server).toBe(server);
  });
});

describe('a supervisor that is killed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rg-killed-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('leaves nothing behind that the next start does not take over, and no event is lost', LONG, async () => {
    const first = await startInstance({ dataDir });
    const key = await serverKey(first);
    expect(await send(first.url, key)).toBe(200);
    const before = await first.pids();
    process.kill(before.supervisor as number, 'SIGKILL');

    const second = await startInstance({ dataDir });
    for (const name of NAMES) expect(isGone(before[name]), name).toBe(true);
    expect(await count(second)).toBe(1);
    expect(await send(second.url, key)).toBe(200);
    expect(second.owner).toBeNull();

    const after = await second.pids();
    await second.stop();
    for (const name of NAMES) expect(isGone(after[name]), name).toBe(true);
    const status = await run(['status', '--data-dir', dataDir, '--json']);
    expect(status.code).toBe(3);
    expect(JSON.parse(status.out)).toMatchObject({ running: false, ready: false, processes: [] });
  });
});

describe('npm that is killed', () => {
  it('takes what it started with it, and the next start waits for that', LONG, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'rg-npm-'));
    const cli = join(import.meta.dirname, '../cli.ts');
    const args = ['start', '--port', String(await freePort()), '--data-dir', dataDir];
    // As npm does: a parent that stays.
    const npm = spawn('sh', ['-c', '"$0" "$@" & wait', process.execPath, cli, ...args], {
      stdio: 'ignore',
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    const ask = async (): Promise<{ ready: boolean; processes: { pid: number }[] }> =>
      JSON.parse((await run(['status', '--data-dir', dataDir, '--json'])).out);
    const { processes } = await until(ask, ({ ready }) => ready);
    npm.kill('SIGKILL');
    await until(
      () => processes.every(({ pid }) => isGone(pid)),
      (gone) => gone,
    );
    const next = await startInstance({ dataDir });
    expect(Object.keys(await next.pids()).sort()).toEqual(NAMES);
    await next.stop();
    rmSync(dataDir, { recursive: true });
  });
});

describe('a nearly full disk', () => {
  it('refuses events with 503 and goes on showing what is there', async () => {
    const instance = await startInstance({ env: { DISK_RESERVE_MB: String(2 ** 40) } });
    const answer = await fetch(`${instance.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${await serverKey(instance)}:`)}` },
      body: '{"userId":"u1","event":"Product Viewed"}',
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect((await fetch(`${instance.url}/healthz`)).status).toBe(200);
    await instance.stop();
  });
});
