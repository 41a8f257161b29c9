/** A file of events into an instance. Lines become batches by writing commas over their ends: nothing is parsed on the way. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Instance } from './instance.ts';
import { Window } from './window.ts';

export type Verdicts = { stored: number; duplicate: number; rejected: number };

const BATCH_BYTES = 192 * 1024;
const NEWLINE = 10;
const COMMA = 44;
/** It is told as history: what is said to be live sets things off, and its last weeks would. */
const OPEN = Buffer.from('{"origin":"import","batch":[');
const CLOSE = Buffer.from(']}');

export async function loadEvents(instance: Instance, path: string): Promise<Verdicts> {
  const verdicts: Verdicts = { stored: 0, duplicate: 0, rejected: 0 };
  const under = new Set<Promise<void>>();
  const window = new Window();
  let failure: unknown;
  for (const body of batchesOf(path)) {
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

function* batchesOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const room = Buffer.allocUnsafe(BATCH_BYTES);
    for (let at = 0; ; ) {
      const read = readSync(file, room, 0, BATCH_BYTES, at);
      const end = room.subarray(0, read).lastIndexOf(NEWLINE);
      if (end < 0) return;
      at += end + 1;
      const lines = Buffer.concat([OPEN, room.subarray(0, end), CLOSE]);
      for (let n = OPEN.length; n < lines.length - CLOSE.length; n++)
        if (lines[n] === NEWLINE) lines[n] = COMMA;
      yield lines;
    }
  } finally {
    closeSync(file);
  }
}
