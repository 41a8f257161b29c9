/**
 * LISTEN on one channel over a connection of its own, taken up again when it breaks. Notices sent while nobody listened are lost in
 * Postgres; so `onNotice` is also called each time listening begins, and `isListening` says when nothing can be relied on.
 */
import type { Pool, PoolClient } from 'pg';

export type Listener = { isListening(): boolean; close(): Promise<void> };

export function listen(pool: Pool, channel: string, onNotice: () => void, retryMs = 500): Listener {
  let client: PoolClient | null = null;
  let listening = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const drop = (broken: PoolClient): void => {
    if (client !== broken) return;
    client = null;
    listening = false;
    broken.release(true);
    if (!closed) retry = setTimeout(() => void take(), retryMs).unref();
  };

  const take = async (): Promise<void> => {
    const fresh = await pool.connect().catch(() => null);
    if (!fresh || closed) {
      fresh?.release();
      if (!closed) retry = setTimeout(() => void take(), retryMs).unref();
      return;
    }
    client = fresh;
    fresh.on('error', () => drop(fresh));
    fresh.on('end', () => drop(fresh));
    fresh.on('notification', onNotice);
    try {
      await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`);
      listening = client === fresh;
      onNotice();
    } catch {
      drop(fresh);
    }
  };
  const taken = take();

  return {
    isListening: () => listening,
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await taken;
      client?.removeListener('notification', onNotice);
      if (client) drop(client);
    },
  };
}
