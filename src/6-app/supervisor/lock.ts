/**
 * One supervisor for each data directory. The lock is an abstract Unix socket named after the directory's inode: the kernel lets go of it
 * the moment its holder dies, however it dies, so nothing stale is ever left behind.
 */
import { statSync } from 'node:fs';
import { createServer } from 'node:net';

export type Lock = { release(): void };

/** Null where somebody else holds it. */
export async function takeLock(dataPath: string): Promise<Lock | null> {
  const { dev, ino } = statSync(dataPath);
  const server = createServer((caller) => caller.destroy());
  const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
    server.once('error', done);
    server.listen(`\0regulars-${dev}-${ino}`, () => done(null));
  });
  if (error?.code === 'EADDRINUSE') return null;
  if (error) throw error;
  return { release: () => server.close() };
}
