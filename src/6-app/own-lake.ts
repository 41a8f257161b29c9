/** A lake for one piece of work, in a directory that is removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORDER_COLUMNS } from '#events/order-columns';
import { createLake, type Lake, startLakeProcess } from '#platform/lake';

export async function withOwnLake<T>(work: (lake: Lake) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rg-own-lake-'));
  const socketPath = join(folder, 'lake.sock');
  try {
    const running = await startLakeProcess({ dataFolder: join(folder, 'lake'), socketPath });
    const lake = createLake({ socketPath }, ORDER_COLUMNS);
    try {
      return await work(lake);
    } finally {
      await lake.close();
      await running.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
