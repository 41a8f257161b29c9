/** A file of events into an instance, by `/v1/batch`, as many at once as it takes. */
import { batchesOf } from './batches-of.ts';
import type { Instance } from './instance.ts';
import { sendAll } from './window.ts';

export type Verdicts = { stored: number; duplicate: number; rejected: number };

const AT_ONCE = 8;
/** It is told as history: what is said to be live sets things off, and its last weeks would. */
const HISTORY = '{"origin":"import","batch":[';

export async function loadEvents(instance: Instance, path: string): Promise<Verdicts> {
  const verdicts: Verdicts = { stored: 0, duplicate: 0, rejected: 0 };
  const send = async (body: Buffer): Promise<number> => {
    const { status, body: answer, refusals } = await instance.batch(body);
    if (status !== 200) throw new Error(`/v1/batch: ${status} ${answer.slice(0, 500)}`);
    for (const name of ['stored', 'duplicate', 'rejected'] as const)
      verdicts[name] += answer.split(`"status":"${name}"`).length - 1;
    return refusals;
  };
  await sendAll(batchesOf(path, HISTORY), { most: AT_ONCE, send });
  return verdicts;
}
