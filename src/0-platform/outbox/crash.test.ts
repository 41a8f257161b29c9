/** T7, and kills: whatever step a worker dies at, at most once for what may not be repeated, at least once for what must arrive. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { createVault } from '../vault/index.ts';
import { createOutbox, Undelivered } from './index.ts';
import { aHandler, anOutbox, soon } from './testing/index.ts';

const own = anOutbox();

describe.each([
  ['at most once', false],
  ['at least once', true],
])('%s: a worker that dies', (_, atLeastOnce) => {
  const STEPS = 9;

  it.each(Array.from({ length: STEPS }, (_, n) => n))('at its step %i', async (deadly) => {
    // The first attempt fails, so that its record is among the steps too.
    let accepted = -1;
    const handler = aHandler({
      atLeastOnce,
      does: () => {
        if (accepted++ < 0) throw new Undelivered('HTTP 503', { again: true });
      },
    });
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    let step = 0;
    const failpoint = (): void => {
      if (step++ === deadly) throw new Error('killed');
    };
    const died = own.whileSending(
      [handler],
      () =>
        soon(() => {
          own.clock.advance(15_000);
          expect(step).toBeGreaterThan(deadly);
        }),
      { failpoint },
    );
    await died.catch((error) => expect((error as Error).message).toBe('killed'));
    expect(step).toBeGreaterThan(deadly);
    own.clock.advance(120_000);
    await own.whileSending([handler], () =>
      soon(async () => {
        own.clock.advance(15_000);
        expect(['sent', 'unknown']).toContain((await own.states())[0]);
      }),
    );
    const [state] = await own.states();
    if (atLeastOnce) expect([state, accepted >= 1]).toEqual(['sent', true]);
    else if (state === 'sent') expect(accepted).toBe(1);
    else expect(accepted).toBeLessThanOrEqual(1);
  });

  it('has no more steps than were tried', async () => {
    const points: string[] = [];
    await own.put({ kind: 'test', key: 'k', payload: 1 });
    await own.whileSending([aHandler({ atLeastOnce })], () => soon(() => expect(points).toContain('done')), {
      failpoint: (point) => void points.push(point),
      pollMs: 60_000,
    });
    const once = [
      'before claim',
      'after claim',
      'before send',
      'after send',
      'before record',
      'after record',
      'done',
    ];
    expect([...new Set(points)]).toEqual(once);
    expect(STEPS).toBeGreaterThan(once.length);
  });
});

describe('a worker that is killed again and again', () => {
  const kills = process.env.REGULARS_NIGHT ? 100 : 8;
  const MESSAGES = kills * 15;

  it(`${kills} times sends nothing twice that may not be, and loses nothing`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rg-outbox-'));
    const journal = join(folder, 'journal');
    const masterKey = randomBytes(32);
    const outbox = createOutbox({ vault: createVault(own.database.db, masterKey), clock: systemClock });
    await own.database.pool.query('DELETE FROM vault.key');
    await own.database.db.transaction().execute(async (tx) => {
      for (let n = 0; n < MESSAGES; n++)
        for (const kind of ['once', 'again']) await outbox.put(tx, { kind, key: String(n), payload: n });
    });
    const start = () =>
      spawn(process.execPath, [
        join(import.meta.dirname, 'testing/sending-process.ts'),
        JSON.stringify(own.database.connection),
        masterKey.toString('base64'),
        journal,
      ]);
    const lines = (): string[] =>
      existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n') : [];
    for (let n = 0; n < kills; n++) {
      const victim = start();
      await once(victim.stdout, 'data');
      const before = lines().length;
      await soon(() => expect(lines().length).toBeGreaterThan(before + Math.random() * 20));
      victim.kill('SIGKILL');
      await once(victim, 'exit');
      // Its claims have run out, for the next one.
      await own.database.pool.query(
        "UPDATE outbox.message SET claimed_until = claimed_until - interval '1 hour'",
      );
    }
    const last = start();
    await soon(async () => {
      const { rows } = await own.database.pool.query(
        "SELECT 1 FROM outbox.message WHERE state IN ('queued', 'claimed') LIMIT 1",
      );
      expect(rows).toEqual([]);
    });
    last.kill('SIGKILL');
    const count = (kind: string, key: number): number =>
      lines().filter((line) => line === `${kind} ${key}`).length;
    const rows = await own.rows();
    const doubtful = rows.filter(({ state }) => state === 'unknown').length;
    console.log(`${kills} kills, ${MESSAGES * 2} messages, ${doubtful} in doubt`);
    for (let n = 0; n < MESSAGES; n++) {
      const state = rows.find(({ kind, key }) => kind === 'once' && key === String(n))?.state;
      expect([state, count('once', n)]).toEqual(
        state === 'unknown' ? [state, count('once', n) && 1] : ['sent', 1],
      );
      expect(count('again', n)).toBeGreaterThanOrEqual(1);
    }
    // At most what one worker has under way at a time.
    expect(doubtful).toBeLessThanOrEqual(kills * 4);
    expect(doubtful).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
  });
});
