import { readFileSync } from 'node:fs';

/** When a process began (field 22 of /proc/PID/stat: clock ticks since boot); null where there is none, or only its remains. */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
