/**
 * Children of a supervisor that was killed notice and end by themselves, in a moment that the next start waits for; what hangs is killed.
 * PostgreSQL is not one of them: whoever starts its cluster takes it over.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, type RunningProcess } from '../status-file.ts';

const PATIENCE_MS = 8000;

export async function endLeftovers(
  processes: readonly RunningProcess[],
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const left = processes.filter(({ name }) => name !== 'postgres' && name !== 'supervisor');
  const until = performance.now() + patienceMs;
  signalAll(left, 'SIGTERM');
  while (left.some(isAlive) && performance.now() < until) await pause(20);
  signalAll(left, 'SIGKILL');
  while (left.some(isAlive) && performance.now() < until + patienceMs) await pause(20);
}

function signalAll(processes: readonly RunningProcess[], signal: NodeJS.Signals): void {
  for (const one of processes.filter(isAlive)) {
    try {
      process.kill(one.pid, signal);
    } catch {
      // Gone in this very moment.
    }
  }
}
