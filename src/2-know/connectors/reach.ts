/** Speaking with a platform, once for all connectors: how long one waits, what is tried again, and what a refusal is. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelRow } from '#know/channels';
import type { Clock } from '#platform/clock';
import { type Egress, EgressFailure } from '#platform/egress';
import { Problem } from '#platform/errors';
import type { Answered, Called, Reach } from './connector.ts';
import type { Settings } from './settings-of.ts';
import { Unreachable } from './unreachable.ts';

export type ReachParts = {
  egress: Pick<Egress, 'exchange' | 'stream'>;
  clock: Clock;
  /** For tests. */
  wait?: ((ms: number) => Promise<unknown>) | undefined;
};

/** What is made once and kept: tokens, by connection. */
export type Held = Map<string, { value: unknown; until: Date }>;

const MOST_ATTEMPTS = 4;
/** Longer than this nobody waits on the spot: the feed comes back later. */
const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 500;

export function createReach(
  { egress, clock, wait = sleep }: ReachParts,
  {
    settings,
    channel,
    held,
    attempts = MOST_ATTEMPTS,
  }: { settings: Settings; channel: ChannelRow; held: Held; attempts?: number },
): Reach {
  const pause = async (ms: number): Promise<void> => {
    if (ms > PATIENCE_MS)
      throw new Unreachable('connector_limited', `${Math.ceil(ms / 1000)} s`, {
        retryAfterMs: ms,
        arrived: 'no',
      });
    await wait(ms);
  };
  return {
    settings,
    channel,
    now: () => clock.now(),
    pause,
    call: (request) => callPatiently(egress, request, { pause, attempts }),
    lines: (url) => linesOf(egress, url),
    async held<T>(name: string, make: () => Promise<{ value: T; until: Date }>) {
      const present = held.get(name);
      if (present && present.until > clock.now()) return present.value as T;
      const made = await make();
      held.set(name, made);
      return made.value;
    },
    forget: (name) => void held.delete(name),
  };
}

type Way = Pick<Egress, 'exchange' | 'stream'>;

async function callPatiently(
  egress: Way,
  request: Called,
  { pause, attempts }: { pause(ms: number): Promise<void>; attempts: number },
): Promise<Answered> {
  const { url, headers, ...rest } = request;
  const options = { ...rest, ...(headers && { headers: { ...headers } }) };
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === attempts;
    const said = await egress.exchange(url, options).catch((error: unknown) => {
      const failure = explain(error);
      // What may have arrived is asked again only where asking changes nothing.
      if (isLast || (failure.arrived !== 'no' && request.method !== 'GET')) throw failure;
      return failure;
    });
    if (!(said instanceof Unreachable)) {
      const refusal = refusalOf(said.status, said.retryAfterMs);
      if (!refusal) return said;
      if (isLast || !mayTryAgain(refusal, said.status, request)) throw refusal;
      await pause(said.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1));
    } else if (said.code === 'connector_unreachable') await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    else throw said;
  }
}

function refusalOf(status: number, retryAfterMs: number | null): Unreachable | null {
  const detail = `HTTP ${status}`;
  if (status === 401 || status === 403)
    return new Unreachable('connector_refused', detail, { arrived: 'no' });
  if (status === 429) return new Unreachable('connector_limited', detail, { retryAfterMs, arrived: 'no' });
  // A redirect is not followed: it would carry the keys elsewhere.
  if (status >= 500 || (status >= 300 && status < 400))
    return new Unreachable('connector_unreachable', detail, { retryAfterMs });
  return null;
}

const mayTryAgain = ({ code }: Unreachable, status: number, { method }: Called): boolean =>
  code === 'connector_limited' || (code === 'connector_unreachable' && status >= 500 && method === 'GET');

function explain(error: unknown): Unreachable {
  if (error instanceof EgressFailure)
    return new Unreachable('connector_unreachable', error.message, { arrived: error.arrived, cause: error });
  if (error instanceof Problem)
    return new Unreachable('connector_refused', error.code, { arrived: 'no', cause: error });
  throw error;
}

async function* linesOf(egress: Way, url: string): AsyncGenerator<string> {
  try {
    const { status, body } = await egress.stream(url, { method: 'GET' });
    if (status !== 200)
      throw refusalOf(status, null) ?? new Unreachable('connector_unreachable', `HTTP ${status}`);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let rest = '';
    for await (const part of body) {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    rest += decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    if (error instanceof EgressFailure)
      throw new Unreachable('connector_file_incomplete', error.message, { cause: error });
    if (error instanceof TypeError)
      throw new Unreachable('connector_file_incomplete', 'not UTF-8', { cause: error });
    throw error;
  }
}
