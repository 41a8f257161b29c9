import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAlive } from './child.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Milliseconds between each fall and the start after it, of one that goes so each time it was up for so long. */
async function pauses(times: number, upMs: number, code: number | null, signal: NodeJS.Signals | null) {
  const found: number[] = [];
  let process = new EventEmitter();
  let fallen = 0;
  const start = async () => {
    found.push(performance.now() - fallen);
    process = Object.assign(new EventEmitter(), { exitCode: null, signalCode: null });
    return { process: process as ChildProcess, stop: async () => {} };
  };
  const kept = await keepAlive('it', start, { change: () => {}, fell: () => {} });
  for (let time = 1; time <= times; time++) {
    await vi.advanceTimersByTimeAsync(upMs);
    fallen = performance.now();
    process.emit('exit', code, signal);
    while (found.length <= time) await vi.advanceTimersByTimeAsync(10);
  }
  await kept.stop();
  return found.slice(1).map((ms) => Math.round(ms / 100) * 100);
}

it('who falls by himself soon after each start is started at once, and then later and later', async () => {
  expect(await pauses(8, 2_000, 1, null)).toEqual([0, 100, 200, 400, 800, 1600, 3200, 5000]);
});

it('who was up for long, or was killed, is started at once each time', async () => {
  expect(await pauses(5, 31_000, 1, null)).toEqual([0, 0, 0, 0, 0]);
  expect(await pauses(5, 2_000, null, 'SIGKILL')).toEqual([0, 0, 0, 0, 0]);
});

it('who is killed before he is up is not started in a circle', async () => {
  expect(await pauses(3, 10, null, 'SIGKILL')).toEqual([0, 100, 200]);
});
