/**
 * Delivery: calls wait a moment for others, go together, stay in the queue until acknowledged, and keep their message id when they are sent
 * again, so that the server drops what it has already. On leaving the page the rest goes by `sendBeacon`.
 */
import type { Call, State } from './state.ts';

const GATHER_MS = 250;
const MOST_IN_BATCH = 50;
const MOST_BYTES = 60_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

export type Delivery = { add(call: Call): void; flush(): void; leave(): void };

export function createDelivery(host: string, writeKey: string, state: State): Delivery {
  let timer: number | undefined;
  let sending = false;
  let failures = 0;

  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(flush, ms);
  };

  const bodyOf = (calls: Call[]): string =>
    JSON.stringify({ writeKey, batch: calls, sentAt: new Date().toISOString() });

  /** As many from the front as one request may carry. */
  const next = (): Call[] => {
    const calls = state.queue().slice(0, MOST_IN_BATCH);
    while (calls.length > 1 && bodyOf(calls).length > MOST_BYTES) calls.length = Math.ceil(calls.length / 2);
    return calls;
  };

  const done = (calls: Call[]): void => {
    const ids = new Set(calls.map((call) => call.messageId));
    state.setQueue(state.queue().filter((call) => !ids.has(call.messageId)));
  };

  function flush(): void {
    const calls = next();
    if (sending || !calls.length) return;
    sending = true;
    // text/plain needs no preflight.
    fetch(`${host}/v1/batch`, {
      method: 'POST',
      body: bodyOf(calls),
      headers: { 'content-type': 'text/plain' },
      credentials: 'omit',
      keepalive: true,
    }).then(
      (answer) => {
        sending = false;
        const retry = answer.status === 429 || answer.status >= 500;
        // Anything else will not be better next time: a wrong key, a body that cannot be read.
        if (!retry) done(calls);
        failures = retry ? failures + 1 : 0;
        if (retry) later(pauseOf(answer.headers.get('retry-after')));
        else if (state.queue().length) later(0);
      },
      () => {
        sending = false;
        failures++;
        later(pauseOf(null));
      },
    );
  }

  const pauseOf = (retryAfter: string | null): number => {
    const asked = Number(retryAfter) * 1000;
    return asked > 0
      ? asked
      : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2);
  };

  addEventListener('online', () => later(0));
  if (state.queue().length) later(0);

  return {
    add(call) {
      state.setQueue([...state.queue(), call]);
      if (!sending && !failures) later(GATHER_MS);
    },
    flush,
    leave() {
      for (;;) {
        const calls = next();
        // What the browser takes over is on its way; should it get lost, so would it have been without.
        if (!calls.length || !navigator.sendBeacon?.(`${host}/v1/batch`, bodyOf(calls))) return;
        done(calls);
      }
    },
  };
}
