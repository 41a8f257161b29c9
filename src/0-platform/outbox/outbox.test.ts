import { describe, expect, it } from 'vitest';
import { customerId } from '../ids/index.ts';
import { doubtRestored, Undelivered } from './index.ts';
import { eraseMessages } from './store.ts';
import { aHandler, anOutbox, soon } from './testing/index.ts';

const own = anOutbox();
const HOUR = 3_600_000;

describe('a message', () => {
  it('leaves after the commit of whoever put it, and not after a rollback', async () => {
    const handler = aHandler();
    await own.whileSending([handler], async () => {
      const undone = own.database.db.transaction().execute(async (tx) => {
        await own.outbox.put(tx, { kind: 'test', key: 'undone', payload: 1 });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await own.put({ kind: 'test', key: 'done', payload: { n: 2 } })).toBe(true);
      await soon(async () => expect(await own.states()).toEqual(['sent']));
    });
    expect(handler.sent).toEqual([{ n: 2 }]);
  });

  it('leaves once under one key, also when two put it at once', async () => {
    const handler = aHandler();
    await own.whileSending([handler], async () => {
      const put = await Promise.all(
        Array.from({ length: 8 }, (_, n) => own.put({ kind: 'test', key: 'k', payload: n })),
      );
      expect(put.filter(Boolean)).toHaveLength(1);
      await soon(async () => expect(await own.states()).toEqual(['sent']));
      expect(await own.put({ kind: 'test', key: 'k', payload: 9 })).toBe(false);
    });
    expect(handler.sent).toHaveLength(1);
  });

  it('is sealed while it waits, and gone when it was sent', async () => {
    const canary = 'canary-ann@example.com';
    await own.put({ kind: 'test', key: 'k', payload: { to: canary } });
    const [row] = (await own.database.pool.query('SELECT m::text, sealed FROM outbox.message m')).rows;
    expect(row.m + row.sealed.toString('latin1')).not.toContain('canary');
    const handler = aHandler();
    await own.whileSending([handler], () => soon(async () => expect(await own.states()).toEqual(['sent'])));
    expect(handler.sent).toEqual([{ to: canary }]);
    expect((await own.rows())[0]?.sealed).toBeNull();
  });

  it('of a customer who was erased never leaves', async () => {
    const customer = customerId(7);
    await own.put({ kind: 'test', key: 'queued', payload: 'hers', customer });
    await own.put({ kind: 'test', key: 'other', payload: 'his', customer: customerId(8) });
    await own.database.db.transaction().execute(async (tx) => {
      await own.vault.destroy(tx, [customer]);
      await eraseMessages(tx, customer);
    });
    // One whose key was destroyed while it was being put.
    await own.put({ kind: 'test', key: 'late', payload: 'hers', customer });
    await own.database.db.transaction().execute((tx) => own.vault.destroy(tx, [customer]));
    const handler = aHandler();
    await own.whileSending([handler], () =>
      soon(async () => expect(await own.states()).toEqual(['failed', 'sent', 'failed'])),
    );
    expect(handler.sent).toEqual(['his']);
    expect((await own.rows()).map(({ failure }) => failure)).toEqual(['erased', null, 'erased']);
  });
});

describe('what fails', () => {
  it('is tried again after growing pauses until it is accepted', async () => {
    const handler = aHandler({
      does: (_, attempt) => {
        if (attempt < 4) throw new Undelivered('ECONNREFUSED', { again: true });
      },
    });
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    const pauses: number[] = [];
    await own.whileSending([handler], async () => {
      for (let n = 1; n <= 3; n++) {
        await soon(async () => expect((await own.rows())[0]).toMatchObject({ state: 'queued', attempts: n }));
        const due = (await own.rows())[0]?.due_at as Date;
        pauses.push((due.getTime() - own.clock.now().getTime()) / 1000);
        own.clock.set(due);
      }
      await soon(async () => expect(await own.states()).toEqual(['sent']));
    });
    expect(pauses).toEqual([10, 20, 40]);
  });

  it('for 72 hours is listed as failed', async () => {
    const handler = aHandler({
      does: () => {
        throw new Undelivered('HTTP 503', { again: true });
      },
    });
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    await own.whileSending([handler], () =>
      soon(async () => {
        own.clock.advance(HOUR);
        expect(await own.states()).toEqual(['failed']);
      }),
    );
    expect(handler.sent.length).toBeGreaterThan(20);
    expect((await own.rows())[0]).toMatchObject({ failure: 'HTTP 503' });
  });

  it('in a way nobody can tell is in doubt, and not repeated', async () => {
    const handler = aHandler({
      does: () => {
        throw new Error('connection lost after the last dot');
      },
    });
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    await own.whileSending([handler], async () => {
      await soon(async () => expect(await own.states()).toEqual(['unknown']));
      own.clock.advance(100 * HOUR);
      await own.put({ kind: 'test', key: 'next', payload: 2 });
      await soon(async () => expect(await own.states()).toEqual(['unknown', 'unknown']));
    });
    expect(handler.sent).toEqual([1, 2]);
  });

  it('by hanging is cut off', async () => {
    const handler = aHandler({ timeoutMs: 50, does: () => new Promise(() => {}) });
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    await own.whileSending([handler], () =>
      soon(async () => expect(await own.states()).toEqual(['unknown'])),
    );
  });

  it('is due at once after the clock ran ahead and came back', async () => {
    own.clock.advance(1000 * HOUR);
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    own.clock.advance(-1000 * HOUR);
    await own.whileSending([aHandler()], () =>
      soon(async () => expect(await own.states()).toEqual(['sent'])),
    );
  });
});

describe('the gates', () => {
  it('let nothing out while egress is switched off', async () => {
    own.gates.released = false;
    const [plain, linked] = [aHandler({ kind: 'plain' }), aHandler({ kind: 'linked', needsPublicUrl: true })];
    await own.put({ kind: 'plain', key: 'k', payload: 1 });
    await own.put({ kind: 'linked', key: 'k', payload: 2 });
    await own.whileSending([plain, linked], async () => {
      await new Promise((next) => setTimeout(next, 300));
      expect([...plain.sent, ...linked.sent]).toEqual([]);
      own.gates.released = true;
      own.gates.reached = false;
      await soon(() => expect(plain.sent).toEqual([1]));
      await new Promise((next) => setTimeout(next, 300));
      expect(linked.sent).toEqual([]);
      own.gates.reached = true;
      await soon(() => expect(linked.sent).toEqual([2]));
    });
  });

  it('hold back what a restored backup had waiting: it may have been sent since', async () => {
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    expect(await doubtRestored(own.database.db)).toBe(1);
    const handler = aHandler();
    await own.whileSending([handler], async () => {
      await own.put({ kind: 'test', key: 'new', payload: 2 });
      await soon(async () => expect(await own.states()).toEqual(['unknown', 'sent']));
    });
    expect(handler.sent).toEqual([2]);
  });
});

describe('one that hangs', () => {
  it('delays no other kind, and no other destination of its kind', async () => {
    const hanging: (() => void)[] = [];
    const hang = () => new Promise<void>((done) => hanging.push(done));
    const slow = aHandler({ kind: 'slow', does: hang });
    const mixed = aHandler({ kind: 'mixed', does: (payload) => (payload === 'dead' ? hang() : undefined) });
    await own.put({ kind: 'slow', key: 's', payload: 0 });
    for (let n = 0; n < 25; n++)
      await own.put({
        kind: 'mixed',
        key: `dead ${n}`,
        payload: 'dead',
        destination: `dead-${n % 5}.example`,
      });
    for (let n = 0; n < 5; n++)
      await own.put({ kind: 'mixed', key: `live ${n}`, payload: n, destination: 'live.example' });
    await own.whileSending([slow, mixed, aHandler({ kind: 'quick' })], async () => {
      await own.put({ kind: 'quick', key: 'q', payload: 0 });
      await soon(async () =>
        expect((await own.states()).filter((state) => state === 'sent')).toHaveLength(6),
      );
      // One each to the five dead, and the slow one.
      expect((await own.states()).filter((state) => state === 'claimed')).toHaveLength(6);
      own.gates.released = false;
      for (const done of hanging) done();
    });
  });

  it('or fails is left alone after five failures, tried again after a pause, and forgiven when it recovers', async () => {
    let broken = true;
    const handler = aHandler({
      does: () => {
        if (broken) throw new Undelivered('HTTP 500', { again: true });
      },
    });
    for (let n = 0; n < 20; n++)
      await own.put({ kind: 'test', key: String(n), payload: n, destination: 'shop.example' });
    await own.whileSending([handler], async () => {
      await soon(() => expect(handler.sent).toHaveLength(5));
      await new Promise((next) => setTimeout(next, 200));
      expect(handler.sent).toHaveLength(5);
      own.clock.advance(30_000);
      await soon(() => expect(handler.sent).toHaveLength(6));
      broken = false;
      own.clock.advance(HOUR);
      await soon(async () => expect(new Set(await own.states())).toEqual(new Set(['sent'])));
    });
    expect((await own.database.pool.query('SELECT 1 FROM outbox.destination')).rowCount).toBe(0);
  });
});
