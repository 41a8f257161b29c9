/** A file of events into an instance, by `/v1/batch`, as many at once as it takes. */
import { batchesOf } from './batches-of.ts';
import type { Instance } from './instance.ts';
import { Window } from './window.ts';

export type Verdicts = { stored: number; duplicate: number; rejected: number };

/** It is told as history: what is said to be live sets things off, and its last weeks would. */
const HISTORY = '{"origin":"import","batch":[';

export async function loadEvents(instance: Instance, path: string): Promise<Verdicts> {
  const verdicts: Verdicts = { stored: 0, duplicate: 0, rejected: 0 };
  const under = new Set<Promise<void>>();
  const window = new Window();
  let failure: unknown;
  for (const body of batchesOf(path, HISTORY)) {
    while (!window.room(under.size)) await Promise.race(under);
    if (failure) break;
    const call = send(instance, body, { verdicts, window })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => under.delete(call));
    under.add(call);
  }
  await Promise.all(under);
  if (failure) throw failure;
  return verdicts;
}

async function send(
  instance: Instance,
  body: Buffer,
  { verdicts, window }: { verdicts: Verdicts; window: Window },
): Promise<void> {
  const { status, body: answer, refusals } = await instance.batch(body);
  window.taken(refusals);
  if (status !== 200) throw new Error(`/v1/batch: ${status} ${answer.slice(0, 500)}`);
  for (const name of ['stored', 'duplicate', 'rejected'] as const)
    verdicts[name] += answer.split(`"status":"${name}"`).length - 1;
}
