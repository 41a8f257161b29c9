/**
 * A sender of its own process that behaves as a library does: it sends batches, tries again until they are acknowledged, and writes what was
 * acknowledged into a journal on disk before it goes on. Each of its customers is sent in order.
 *
 *     node client.ts '{"url", "key", "journal", "customers", "batch", "pauseMs"}'
 */
import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';

type Job = { url: string; key: string; journal: string; customers: number; batch: number; pauseMs: number };

const job = JSON.parse(process.argv[2] ?? '{}') as Job;
const journal = openSync(job.journal, 'a');
let stopping = false;
process.once('SIGTERM', () => {
  stopping = true;
});

await Promise.all(Array.from({ length: job.customers }, (_, n) => sendInOrder(`customer-${n}`)));
process.exit(0);

async function sendInOrder(userId: string): Promise<void> {
  for (let sequence = 0; !stopping; sequence += job.batch) {
    const batch = Array.from({ length: job.batch }, (_, n) => ({
      type: 'track',
      event: 'Product Viewed',
      userId,
      messageId: randomUUID(),
      properties: { quantity: sequence + n },
    }));
    if (await acknowledged(batch)) writeSync(journal, batch.map((event) => `${event.messageId}\n`).join(''));
    await new Promise((next) => setTimeout(next, job.pauseMs));
  }
}

/** Tries until it is; false when told to stop meanwhile, in which case nobody knows. */
async function acknowledged(batch: object[]): Promise<boolean> {
  const body = JSON.stringify({ batch });
  while (!stopping) {
    try {
      const answer = await fetch(`${job.url}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-write-key': job.key },
        body,
        signal: AbortSignal.timeout(10_000),
      });
      const verdicts = (await answer.json()) as { events?: { status: string }[] };
      if (answer.status === 200) {
        if (verdicts.events?.some((event) => event.status === 'rejected'))
          throw new Error('A valid event was rejected.');
        return true;
      }
    } catch (error) {
      if ((error as Error).message.startsWith('A valid event')) process.exit(2);
    }
    await new Promise((next) => setTimeout(next, 30));
  }
  return false;
}
