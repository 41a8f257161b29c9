/**
 * Room on the disk, looked at every two seconds. Nearly full, bulk work stops first, then collection; what is being read
 * and decided goes on, so that people can make room.
 */
import { statfs } from 'node:fs/promises';
import type { HealthReport } from './index.ts';

export type DiskState = 'roomy' | 'tight' | 'full';

export type Disk = {
  state(): DiskState;
  freeBytes(): number;
  report(): HealthReport;
  close(): void;
};

const MIB = 2 ** 20;

export type DiskLimits = {
  /** Below: no bulk work. */
  tightBytes: number;
  /** Below: no collection either. Leaves Postgres what it needs to finish what was begun. */
  fullBytes: number;
};

/** From the setting `DISK_RESERVE_MB`. */
export const diskLimits = (reserveMb: number): DiskLimits => ({
  tightBytes: 4 * reserveMb * MIB,
  fullBytes: reserveMb * MIB,
});

const LOOK_MS = 2000;

export async function watchDisk(path: string, limits: DiskLimits): Promise<Disk> {
  let free = Number.POSITIVE_INFINITY;
  const look = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(path);
    free = bavail * bsize;
  };
  await look();
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS).unref();
  const state = (): DiskState =>
    free < limits.fullBytes ? 'full' : free < limits.tightBytes ? 'tight' : 'roomy';
  return {
    state,
    freeBytes: () => free,
    report: () => reportOf(state(), free),
    close: () => clearInterval(timer),
  };
}

function reportOf(state: DiskState, free: number): HealthReport {
  const gb = (free / 2 ** 30).toFixed(1);
  const words = {
    roomy: ['ok', `${gb} GB of disk are free.`, `磁盘剩余 ${gb} GB。`],
    tight: [
      'warning',
      `Only ${gb} GB of disk are free: imports and exports wait until there is room.`,
      `磁盘仅剩 ${gb} GB：导入和导出已暂停，直到释放空间。`,
    ],
    full: [
      'failing',
      `Only ${gb} GB of disk are free: new events are refused until there is room.`,
      `磁盘仅剩 ${gb} GB：已停止接收新事件，请尽快释放空间。`,
    ],
  } as const;
  const [level, en, zh] = words[state];
  return { name: 'disk', level, en, zh, figures: { free_bytes: free } };
}
