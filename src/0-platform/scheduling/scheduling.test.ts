import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { giveWay, LAST } from './index.ts';

it('makes a process give way, and the session it leads', async () => {
  const child = spawn('sleep', ['60'], { detached: true });
  try {
    giveWay(LAST, child.pid);
    expect(getPriority(child.pid)).toBe(LAST);
    const group = `/proc/${child.pid}/autogroup`;
    if (existsSync(group)) expect(readFileSync(group, 'utf8')).toContain(`nice ${LAST}`);
  } finally {
    child.kill();
  }
});

it('does nothing to a process that is gone', () => {
  expect(() => giveWay(LAST, 2 ** 22 + 1)).not.toThrow();
});
