/**
 * Guessing is bounded: five failures in a quarter of an hour for an account, twenty for an address. Counted in the database, so that a restart
 * forgets nothing, as keyed digests, so that it holds no list of who signs in. It answers the same whether the account exists or not.
 *
 * A try is counted before it is tested and given back when it succeeds: two hundred at once get no more tries than one after the other.
 */
import { createHmac } from 'node:crypto';
import { Problem } from '../errors/index.ts';
import type { AuthParts } from './parts.ts';
import { giveTriesBack, takeTries } from './try-store.ts';

const WINDOW_MS = 15 * 60_000;
const MOST_BY_ACCOUNT = 5;
const MOST_BY_ADDRESS = 20;

export type Attempt = { account: string | null; ip: string };

/** Takes a try, or refuses; the answer gives it back. */
export async function reserveTry(parts: AuthParts, { account, ip }: Attempt): Promise<() => Promise<void>> {
  const { database, clock } = parts;
  const now = clock.now();
  const limits = [
    { about: about(parts, 'ip', ip), most: MOST_BY_ADDRESS },
    ...(account === null ? [] : [{ about: about(parts, 'account', account), most: MOST_BY_ACCOUNT }]),
  ];
  const taken = await database.db
    .transaction()
    .execute((tx) => takeTries(tx, limits, now, new Date(now.getTime() - WINDOW_MS)));
  if (taken) return () => giveTriesBack(database.db, taken);
  const seconds = WINDOW_MS / 1000;
  throw new Problem('too_many_requests', {
    params: { seconds },
    headers: { 'retry-after': String(seconds) },
  });
}

const about = ({ secret }: AuthParts, kind: string, value: string): Buffer =>
  createHmac('sha256', secret).update(`${kind}\0${value.trim().toLowerCase()}`).digest();
