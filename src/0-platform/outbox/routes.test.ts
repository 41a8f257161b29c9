import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../audit/index.ts';
import { createEgress } from '../egress/index.ts';
import { type TestApp, testApp } from '../http/testing.ts';
import { Undelivered } from './index.ts';
import { outboxModule } from './module.ts';
import { aHandler, anOutbox, soon } from './testing/index.ts';

const own = anOutbox();
const audited: AuditEntry[] = [];
let server: TestApp;
const platform = () => ({
  db: own.database.db,
  clock: own.clock,
  egress: createEgress({ isReleased: async () => own.gates.released }),
  audit: {
    record: async (_: unknown, entry: AuditEntry) => void audited.push(entry),
    verify: async () => null,
  },
});
beforeAll(async () => {
  server = await testApp(outboxModule(platform()).routes ?? []);
});
afterAll(() => server.close());

const failing = aHandler({
  does: () => {
    throw new Undelivered('HTTP 410', { again: false });
  },
});
async function aFailure(): Promise<void> {
  await own.put({ kind: 'test', key: 'k', payload: { to: 'ann@example.com' } });
  await own.whileSending([failing], () => soon(async () => expect(await own.states()).toEqual(['failed'])));
}

describe('the outbox over HTTP', () => {
  it('is closed to strangers: 401', async () => {
    expect((await server.call('anonymous', 'GET', '/api/outbox')).statusCode).toBe(401);
    expect((await server.call('anonymous', 'POST', '/api/outbox/1/retry')).statusCode).toBe(401);
  });

  it('is closed to roles that do not look after the machine: 403, and nothing happens', async () => {
    await aFailure();
    for (const role of ['analyst', 'marketer', 'agent'] as const) {
      expect((await server.call(role, 'GET', '/api/outbox')).statusCode).toBe(403);
      expect((await server.call(role, 'POST', '/api/outbox/1/retry')).statusCode).toBe(403);
    }
    expect(await own.states()).toEqual(['failed']);
  });

  it('lists what became of each message, by state and kind, and nothing of what it says', async () => {
    await aFailure();
    await own.put({ kind: 'other', key: 'waiting', payload: { to: 'bob@example.com' } });
    const answer = await server.call('operations', 'GET', '/api/outbox?sort=id');
    expect(answer.json()).toEqual({
      items: [
        {
          id: '1',
          kind: 'test',
          key: 'k',
          destination: '',
          state: 'failed',
          attempts: 1,
          created_at: '2026-11-23T08:00:00.000Z',
          due_at: null,
          failure: 'HTTP 410',
        },
        expect.objectContaining({ state: 'queued', due_at: '2026-11-23T08:00:00.000Z', failure: null }),
      ],
      next: null,
    });
    expect(answer.body).not.toContain('example.com');
    const ids = async (query: string) =>
      (await server.call('developer', 'GET', `/api/outbox?${query}`))
        .json()
        .items.map(({ id }: { id: string }) => id);
    expect([await ids('state=failed'), await ids('kind=other'), await ids('q=wait')]).toEqual([
      ['1'],
      ['2'],
      ['2'],
    ]);
    expect((await server.call('developer', 'GET', '/api/outbox?state=lost')).statusCode).toBe(400);
  });

  it('sends once more what failed, and says who asked for it', async () => {
    await aFailure();
    const handler = aHandler();
    await own.whileSending([handler], async () => {
      const answer = await server.call('operations', 'POST', '/api/outbox/1/retry');
      expect(answer.json()).toEqual({ state: 'queued' });
      await soon(async () => expect(await own.states()).toEqual(['sent']));
    });
    expect(handler.sent).toEqual([{ to: 'ann@example.com' }]);
    expect(audited.at(-1)).toMatchObject({
      act: 'outbox.retry',
      object: 'outbox:1',
      detail: { kind: 'test' },
    });
  });

  it('does not send again what was sent, what waits, what was erased, or what is not there', async () => {
    const retry = async (id: string) =>
      (await server.call('owner', 'POST', `/api/outbox/${id}/retry`)).json().code;
    await own.put({ kind: 'test', key: 'waits', payload: 1 });
    expect(await retry('1')).toBe('outbox_settled');
    await own.whileSending([aHandler()], () =>
      soon(async () => expect(await own.states()).toEqual(['sent'])),
    );
    expect(await retry('1')).toBe('outbox_settled');
    await own.database.pool.query("UPDATE outbox.message SET state = 'failed'");
    expect(await retry('1')).toBe('outbox_gone');
    expect([await retry('99'), await retry('0')]).toEqual(['not_found', 'body_invalid']);
  });

  it('is healthy until something failed, is in doubt or waits too long', async () => {
    const [health] = outboxModule(platform()).health ?? [];
    expect((await health?.())?.level).toBe('ok');
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    own.clock.advance(3_600_000);
    expect(await health?.()).toMatchObject({ level: 'warning', en: expect.stringContaining('60 minutes') });
  });

  it('forgets what nobody tried again for a month, and the line after a year', async () => {
    await aFailure();
    const [forget] = outboxModule(platform()).jobs ?? [];
    const run = () => forget?.run({}, { db: own.database.db } as never);
    own.clock.advance(29 * 86_400_000);
    await run();
    expect((await own.rows())[0]?.sealed).not.toBeNull();
    own.clock.advance(2 * 86_400_000);
    await run();
    expect((await own.rows())[0]?.sealed).toBeNull();
    own.clock.advance(400 * 86_400_000);
    await run();
    expect(await own.rows()).toEqual([]);
  });
});
