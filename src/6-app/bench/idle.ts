/**
 * `bench idle`: what an empty shop costs while nothing happens. Memory is proportional set size: pages that several processes share
 * (Postgres's buffers, Node's own code) count once; `idle.rss_sum_mb` counts them as often as they are mapped.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { benchInstance } from './bench-instance.ts';

const SETTLE_SECONDS = 20;
const WATCH_SECONDS = 60;
const TICKS_PER_SECOND = 100;

export async function run({ scale }: { scale: number }): Promise<Record<string, unknown>> {
  const instance = await benchInstance();
  try {
    await instance.start();
    await new Promise((next) => setTimeout(next, SETTLE_SECONDS * 1000 * Math.min(1, scale)));
    const supervisor = (await instance.pids()).find(({ name }) => name === 'supervisor');
    if (!supervisor) throw new Error('No supervisor runs.');
    const before = ticks(family(supervisor.pid));
    const seconds = Math.max(10, WATCH_SECONDS * Math.min(1, scale));
    await new Promise((next) => setTimeout(next, seconds * 1000));
    const pids = family(supervisor.pid);
    return {
      'idle.cpu_percent': Math.round(((ticks(pids) - before) / TICKS_PER_SECOND / seconds) * 1000) / 10,
      'idle.rss_mb': Math.round(memory(pids, 'Pss')),
      'idle.rss_sum_mb': Math.round(memory(pids, 'Rss')),
      processes: pids.length,
    };
  } finally {
    await instance.remove();
  }
}

/** A process and everything below it. */
function family(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const fields = statOf(Number(pid));
        return fields ? [[Number(pid), Number(fields[1])] as const] : [];
      }),
  );
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

/** Fields of /proc/PID/stat behind the name: state, parent, … */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

const ticks = (pids: number[]): number =>
  pids.reduce((sum, pid) => sum + Number(statOf(pid)?.[11] ?? 0) + Number(statOf(pid)?.[12] ?? 0), 0);

export function memory(pids: number[], kind: 'Pss' | 'Rss'): number {
  return pids.reduce((sum, pid) => {
    try {
      const line = new RegExp(`^${kind}:\\s+(\\d+)`, 'm').exec(
        readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'),
      );
      return sum + Number(line?.[1] ?? 0) / 1024;
    } catch {
      return sum;
    }
  }, 0);
}
