/**
 * Whether people reach us by PUBLIC_URL. We ask ourselves a random question through that address; only a process with our database knows the
 * answer. Until that succeeded once for the address that is set now, nothing leaves that links to it: a mail with a dead link is worse than
 * a late one.
 *
 * The address is the owner's own setting, so it may lie in their network and on any port; this machine itself is not "outside".
 */
import { randomBytes } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Clock } from '../clock/index.ts';
import { Problem } from '../errors/index.ts';
import type { Db } from '../postgres/index.ts';
import type { Settings } from '../settings/index.ts';
import { EgressFailure } from './call.ts';
import { callOut } from './create-egress.ts';
import { type Allowance, createResolve, type Resolve } from './policy.ts';
import { deleteChallenge, findReach, insertChallenge, saveReach } from './store.ts';

export const REACH_PATH = '/api/reach';
const TIMEOUT_MS = 10_000;
const FORGOTTEN_AFTER_MS = 60_000;

export type ReachParts = {
  db: Db;
  clock: Clock;
  settings: Pick<Settings, 'PUBLIC_URL'>;
  resolve?: Resolve;
  allowance?: Allowance;
};

/** Of the address that is set now. */
export async function isReached({ db, settings }: Pick<ReachParts, 'db' | 'settings'>): Promise<boolean> {
  if (settings.PUBLIC_URL === undefined) return false;
  const reach = await findReach(db);
  return reach !== null && reach.url === settings.PUBLIC_URL && reach.reached_at !== null;
}

/** Tries once, unless it was reached before. */
export async function tryToReach(parts: ReachParts): Promise<void> {
  const { db, clock, settings } = parts;
  const url = settings.PUBLIC_URL;
  if (url === undefined || (await isReached(parts))) return;
  const token = randomBytes(32).toString('base64url');
  const answer = randomBytes(32).toString('base64url');
  const at = clock.now();
  await insertChallenge(db, token, answer, at);
  try {
    const failure = await ask(`${url.replace(/\/$/, '')}${REACH_PATH}/${token}`, answer, parts);
    await saveReach(db, { url, tried_at: at, reached_at: failure === null ? at : null, failure });
  } finally {
    await deleteChallenge(db, token, new Date(at.getTime() - FORGOTTEN_AFTER_MS));
  }
}

/** Null where the answer was ours; else why not: a code, never what the other side said. */
async function ask(
  url: string,
  answer: string,
  { resolve = createResolve(), allowance = ownNetwork }: ReachParts,
): Promise<string | null> {
  try {
    const { status, body } = await callOut(
      url,
      { method: 'GET' },
      { resolve, allowance, timeoutMs: TIMEOUT_MS },
    );
    if (status !== 200) return `HTTP ${status}`;
    return body.toString() === JSON.stringify({ answer }) ? null : 'another server';
  } catch (error) {
    if (error instanceof Problem) return 'not outside';
    if (error instanceof EgressFailure) return error.message;
    throw error;
  }
}

const ownNetwork: Allowance = {
  address: (address) =>
    ['private', 'uniqueLocal', 'carrierGradeNat', 'unicast'].includes(ipaddr.process(address).range()),
  port: () => true,
  http: true,
};
