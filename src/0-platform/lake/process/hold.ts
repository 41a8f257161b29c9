/**
 * One process at a time may open the data: chDB does not see to that itself. A file names the process that holds them, by pid and
 * the tick of its start, since a pid alone may by now be somebody else's.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE = 100;

/** Waits up to ten seconds for a predecessor to end. Throws when it does not. */
export async function hold(file: string): Promise<void> {
  for (let attempt = 0; attempt < PATIENCE; attempt++) {
    if (take(file)) return;
    const [pid, started] = holder(file);
    if (startOf(Number(pid)) !== started) rmSync(file, { force: true });
    else await pause(100);
  }
  throw new Error(`Process ${holder(file)[0]} works with the same data.`);
}

function take(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holder(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(' ');
  } catch {
    return [];
  }
}

/** Field 22 of `stat`, counted after the name, which may hold anything. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
