/** `run/status.json`: what the supervisor says of itself and its children, for `bin/regulars status` and for the start after a crash. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataDirectory } from './data-directory.ts';
import { startOf } from './supervisor/process-start.ts';
import { writeWhole } from './write-file.ts';

/** `start` tells a process from another that was given its pid later. */
export type RunningProcess = { name: string; pid: number; start: string | null };

/** How its engines are reached, so that commands find them without being told again. */
export type Reached = { DATABASE_URL: string | undefined; CLICKHOUSE_URL: string | undefined };

export type Status = {
  ready: boolean;
  url: string;
  started_at: string;
  processes: RunningProcess[];
  reached: Reached;
};

const statusFile = ({ path }: DataDirectory): string => join(path, 'run/status.json');

export const writeStatus = (directory: DataDirectory, status: Status): void =>
  writeWhole(statusFile(directory), JSON.stringify(status));

/** Null where nothing was started yet. What a killed supervisor wrote last is not what runs: processes that are gone are left out. */
export function readStatus(directory: DataDirectory): Status | null {
  try {
    const status = JSON.parse(readFileSync(statusFile(directory), 'utf8')) as Status;
    return { ...status, processes: status.processes.filter(isAlive) };
  } catch {
    return null;
  }
}

export const isAlive = ({ pid, start }: RunningProcess): boolean => start !== null && startOf(pid) === start;
