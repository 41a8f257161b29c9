/**
 * What is refused at the door: before routing, before reading, at the least cost there is. In a flood most of what a server does is say no; said
 * late, that takes the time of those who were let in.
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { createUnheard } from './unheard.ts';

/** Answers and returns true, or leaves the request to those behind. `isOpen`: whether it would let somebody in now. */
export type Door = ((request: IncomingMessage, response: ServerResponse) => boolean) & { isOpen?(): boolean };

/** Slow readers and slow writers are not waited for longer than this. */
const TIMES = { headersTimeout: 15_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 };
const SILENCE_MS = 60_000;

/**
 * A connection may ask so far ahead of what it has read (RFC 9112, section 9.3.2). Node bounds that by the bytes it reads at once, which is 1,800
 * small requests: as many open files, or 150 MB of answers, for one connection of somebody who never reads.
 */
const MOST_AHEAD = 32;

export const behindDoors =
  (doors: readonly Door[]) =>
  (handler: RequestListener): Server => {
    const isGreedy = countsAhead();
    const unheard = createUnheard(() => doors.every((door) => door.isOpen?.() ?? true));
    const server = createServer(TIMES, (request, response) => {
      if (isGreedy(request.socket, response)) return;
      if (!doors.some((door) => door(request, response))) return handler(request, response);
      // What was refused is read away, so that the connection stays good for the next request.
      request.resume();
      unheard.add(request);
    });
    server.setTimeout(SILENCE_MS);
    return server;
  };

/** Hangs up on who asks too far ahead. */
function countsAhead(): (socket: Socket, response: ServerResponse) => boolean {
  const ahead = new WeakMap<Socket, number>();
  return (socket, response) => {
    // What came in the same bytes is still read out after hanging up.
    if (socket.destroyed) return true;
    const now = (ahead.get(socket) ?? 0) + 1;
    if (now > MOST_AHEAD) {
      socket.destroy();
      return true;
    }
    ahead.set(socket, now);
    response.once('close', () => ahead.set(socket, (ahead.get(socket) ?? 1) - 1));
    return false;
  };
}
