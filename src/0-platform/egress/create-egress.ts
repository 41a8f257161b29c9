import type { IncomingMessage } from 'node:http';
import { Problem } from '../errors/index.ts';
import { partsOf, wholeBody } from './body.ts';
import { type Answer, type CallOptions, call, converse, EgressFailure } from './call.ts';
import type { Egress } from './index.ts';
import { type Allowance, chooseTarget, createResolve, type Resolve, type Target } from './policy.ts';

const TIMEOUT_MS = 10_000;
const MOST_EXCHANGED = 8 * 2 ** 20;
/** A file of years of orders may take a while. */
const STREAM_TIMEOUT_MS = 30 * 60_000;

export type EgressOptions = {
  /** False in a restored or copied instance until its owner releases it. */
  isReleased(): Promise<boolean>;
  resolve?: Resolve;
  /** Only for tests that talk to servers on this machine. */
  allowance?: Allowance;
};

export function createEgress({ isReleased, resolve = createResolve(), allowance }: EgressOptions): Egress {
  return {
    isReleased,
    async request(url, { timeoutMs = TIMEOUT_MS, ...rest }) {
      if (!(await isReleased())) throw new Problem('egress_off');
      const { status, headers } = await callOut(url, rest, { resolve, allowance, timeoutMs });
      return { status, retryAfterMs: secondsOf(headers['retry-after']) };
    },
    async exchange(url, { timeoutMs = TIMEOUT_MS, mostBytes = MOST_EXCHANGED, ...rest }) {
      if (!(await isReleased())) throw new Problem('egress_off');
      const { response, ...answer } = await speakTo(url, rest, { resolve, allowance, timeoutMs });
      return { ...answer, body: await wholeBody(response, mostBytes) };
    },
    async stream(url, { timeoutMs = STREAM_TIMEOUT_MS, ...rest }) {
      if (!(await isReleased())) throw new Problem('egress_off');
      const { response, ...answer } = await speakTo(url, rest, { resolve, allowance, timeoutMs });
      return { ...answer, body: partsOf(response) };
    },
  };
}

export type Way = { resolve: Resolve; allowance?: Allowance | undefined; timeoutMs: number };

type Asked = Pick<CallOptions, 'method' | 'headers' | 'body'>;

/** Resolve, check, connect, ask: all within one deadline. */
export async function callOut(url: string, options: Asked, way: Way): Promise<Answer> {
  const deadline = AbortSignal.timeout(way.timeoutMs);
  const target = await targetOf(url, way, deadline);
  return await call(target, { ...options, deadline, ca: way.allowance?.ca });
}

async function speakTo(url: string, options: Asked, way: Way) {
  const deadline = AbortSignal.timeout(way.timeoutMs);
  const target = await targetOf(url, way, deadline);
  const response = await converse(target, { ...options, deadline, ca: way.allowance?.ca });
  return {
    response,
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    retryAfterMs: secondsOf(response.headers['retry-after']),
  };
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );

function targetOf(url: string, { resolve, allowance }: Way, deadline: AbortSignal): Promise<Target> {
  return chooseTarget(url, (name) => until(resolve(name), deadline), allowance).catch((error: Error) => {
    if (error instanceof Problem) throw error;
    throw new EgressFailure((error as { code?: string }).code ?? error.message, 'no', error);
  });
}

function until<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
    work.then(resolve, reject);
  });
}

const DAY_SECONDS = 86_400;

/** Retry-After in seconds; its other form, a date, would have us believe their clock. */
function secondsOf(header: string | undefined): number | null {
  if (header === undefined || !/^\d{1,6}(\.\d+)?$/.test(header)) return null;
  return Math.min(Math.ceil(Number(header)), DAY_SECONDS) * 1000;
}
