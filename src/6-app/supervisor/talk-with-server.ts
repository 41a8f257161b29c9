/** The few words between the supervisor and its server: the server asks for the other installation, the supervisor says who is expected. */
import type { ChildProcess } from 'node:child_process';
import type { Move } from './supervise.ts';

export type Talk = {
  moved: Promise<Move>;
  /** To this server from now on. */
  listen(server: ChildProcess): void;
  admit(digest: string): void;
};

export function talkWithServer(): Talk {
  const { promise: moved, resolve } = Promise.withResolvers<Move>();
  let server: ChildProcess | null = null;
  return {
    moved,
    listen(child) {
      server = child;
      child.on('message', (said: { move?: unknown; digest?: unknown }) => {
        const { move, digest } = said;
        if (move !== 'shop' && move !== 'sample') return;
        resolve({ kind: move, digest: typeof digest === 'string' ? digest : null });
      });
    },
    admit: (digest) => void (server?.connected && server.send({ admit: digest })),
  };
}
