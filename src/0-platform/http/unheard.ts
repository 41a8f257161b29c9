/**
 * Connections that are not heard for a while. Saying no costs time too, a fifth of what could have been stored in a flood of ten times
 * that; and who was refused was told when to come again. So he is not read until there is room, or until so many others were refused, a second
 * at most. Few notice it: of a hundred connections that keep asking each waits half a second.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const REFUSALS_A_SECOND = 500;
const LONGEST_MS = 1000;
const LOOK_MS = 10;
/** Heard again at each look while there is room: not all at once, or most would be refused at once. */
const HEARD_AT_ONCE = 2;

/** `hasRoom`: whether whoever asks now would be let in. */
export function createUnheard(hasRoom: () => boolean): { add(refused: IncomingMessage): void } {
  const waitFor = paceOfRefusals(() => performance.now());
  /** Until when; the longest refused first. */
  const unheard = new Map<Socket, number>();
  let looking: NodeJS.Timeout | undefined;

  const hear = (socket: Socket): void => {
    unheard.delete(socket);
    if (!socket.destroyed) socket.resume();
  };
  const look = (): void => {
    const now = performance.now();
    let heard = hasRoom() ? HEARD_AT_ONCE : 0;
    for (const [socket, until] of unheard) if (socket.destroyed || until <= now || heard-- > 0) hear(socket);
    if (unheard.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  };

  return {
    add: (refused) => {
      const { socket } = refused;
      const ms = waitFor();
      refused.once('end', () => {
        if (ms < LOOK_MS || socket.destroyed) return;
        socket.pause();
        unheard.set(socket, performance.now() + ms);
        looking ??= setInterval(look, LOOK_MS).unref();
      });
    },
  };
}

/** Counts a refusal, and says for how many milliseconds whoever got it is not heard: the refusals of the last second over those allowed. */
export function paceOfRefusals(now: () => number): () => number {
  let recent = 0;
  let at = now();
  return () => {
    const then = at;
    at = now();
    recent = recent * Math.exp((then - at) / 1000) + 1;
    return Math.min(LONGEST_MS, Math.floor((recent / REFUSALS_A_SECOND) * 1000));
  };
}
