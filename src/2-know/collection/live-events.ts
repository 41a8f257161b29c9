/**
 * Events as they arrive, to every screen that watches (server-sent events; HTML standard, section 9.2). One reader follows the log for all of
 * them, a few times a second and only while somebody watches. Faster than people can read, it shows the newest and says how many it
 * passed over. A viewer who may no longer see events is cut off within a second.
 */

import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { Principal } from '#platform/http';
import { seesPersonal } from '#platform/http';
import { type Position, position } from '#platform/ids';
import type { EventLog, LoggedEvent } from '#platform/log';
import type { Db } from '#platform/postgres';
import type { Vault } from '#platform/vault';
import type { StreamQuery } from './contract.ts';
import { itemOf, showEvents } from './show-event.ts';

export type LiveEvents = {
  follow(
    reply: FastifyReply,
    query: StreamQuery,
    principal: Principal,
    stillAllowed: () => Promise<boolean>,
  ): Promise<FastifyReply>;
  close(): void;
};

type Viewer = { query: StreamQuery; principal: Principal; write(text: string): void; end(): void };

const TICK_MS = 250;
const MOST_A_TICK = 100;
/** A reader that does not read is disconnected before it costs memory. */
const MOST_BUFFERED = 1024 * 1024;

export function createLiveEvents(parts: { db: Db; log: EventLog; vault: Vault; logger: Logger }): LiveEvents {
  const viewers = new Set<Viewer>();
  let at: Position | null = null;
  let ticking: NodeJS.Timeout | undefined;

  const tick = async (): Promise<void> => {
    try {
      at = await showNew(parts, viewers, at);
    } catch {
      // The database is away: viewers wait, and see what came meanwhile afterwards.
    }
    ticking = viewers.size > 0 ? setTimeout(() => void tick(), TICK_MS) : undefined;
    if (viewers.size === 0) at = null;
  };

  return {
    async follow(reply, query, principal, stillAllowed) {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
      const viewer: Viewer = {
        query,
        principal,
        write: (text) => {
          if (raw.writableLength > MOST_BUFFERED) viewer.end();
          else raw.write(text);
        },
        end: () => raw.end(),
      };
      const check = setInterval(() => {
        stillAllowed().then(
          (still) => {
            if (!still) viewer.end();
            else viewer.write(': \n\n');
          },
          () => {},
        );
      }, 1000);
      raw.on('close', () => {
        clearInterval(check);
        viewers.delete(viewer);
      });
      viewer.write('retry: 2000\n\n');
      viewers.add(viewer);
      ticking ??= setTimeout(() => void tick(), 0);
      return reply;
    },
    close() {
      clearTimeout(ticking);
      for (const viewer of viewers) viewer.end();
    },
  };
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

async function showNew(
  parts: { db: Db; log: EventLog; vault: Vault },
  viewers: ReadonlySet<Viewer>,
  from: Position | null,
): Promise<Position> {
  const head = await parts.log.head(parts.db);
  if (from === null || head <= from) return from ?? head;
  const start = position(Math.max(from, head - MOST_A_TICK));
  const events = await parts.log.read(parts.db, { after: start, limit: MOST_A_TICK });
  for (const viewer of viewers) {
    const wanted = events.filter((event) => isWanted(event, viewer.query));
    if (start > from) viewer.write(`event: skipped\ndata: ${start - from}\n\n`);
    for (const event of await showEvents(parts, wanted, seesPersonal(viewer.principal))) {
      viewer.write(`event: logged\nid: ${event.position}\ndata: ${JSON.stringify(itemOf(event))}\n\n`);
    }
  }
  return position(events.at(-1)?.position ?? head);
}

const isWanted = (event: LoggedEvent, query: StreamQuery): boolean =>
  (query.source === undefined || event.sourceId === query.source) &&
  (query.type === undefined || event.type === query.type) &&
  (query.event === undefined || event.event === query.event) &&
  (query.customer === undefined || event.customerId === query.customer);
