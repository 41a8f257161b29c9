import type { FastifyReply } from 'fastify';
import { newTicket } from '../auth/index.ts';
import { Problem } from '../errors/index.ts';
import type { Principal } from '../http/index.ts';
import type { Platform } from '../module/index.ts';
import type { Db } from '../postgres/index.ts';
import { isUntouched } from './store.ts';

/** How the supervisor is asked to stop this installation and start the other. Absent where nobody supervises. */
export type Moves = { to(kind: 'shop' | 'sample', digest: string | null): void };

export type SampleParts = Pick<Platform, 'db' | 'audit'> & {
  instance: { kind: 'shop' | 'sample' };
  moves: Moves | null;
};
type Staff = Exclude<Principal, { kind: 'anonymous' }>;

/** Only where nothing has arrived yet: a shop that collects is not stopped by a click. */
export const isSampleOffered = async (
  db: Db,
  { kind, moves }: { kind: 'shop' | 'sample'; moves: Moves | null },
): Promise<boolean> => kind === 'shop' && moves !== null && (await isUntouched(db));

/** Throws `sample_not_offered`. */
export async function openSample(
  parts: SampleParts,
  actor: Staff,
  reply: FastifyReply,
): Promise<{ ticket: string }> {
  const { db, audit, moves } = parts;
  if (!moves || !(await isSampleOffered(db, { ...parts.instance, moves })))
    throw new Problem('sample_not_offered');
  const { ticket, digest } = newTicket();
  await audit.record(db, { actor, act: 'sample.open', object: 'instance' });
  afterwards(reply, () => moves.to('sample', digest));
  return { ticket };
}

/** Throws `sample_not_offered`. */
export async function leaveSample(
  parts: SampleParts,
  actor: Staff,
  reply: FastifyReply,
): Promise<{ left: true }> {
  const { db, audit, moves, instance } = parts;
  if (!moves || instance.kind !== 'sample') throw new Problem('sample_not_offered');
  await audit.record(db, { actor, act: 'sample.leave', object: 'instance' });
  afterwards(reply, () => moves.to('shop', null));
  return { left: true };
}

/** The answer is on its way before the server is stopped. */
const afterwards = (reply: FastifyReply, act: () => void): void => void reply.raw.once('close', act);
