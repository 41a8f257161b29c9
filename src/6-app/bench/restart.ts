/** `bench restart`: from SIGKILL of the server to the first acknowledged event. */
import { type BenchInstance, benchInstance } from './bench-instance.ts';

const TIMES = 5;

export async function run({ scale }: { scale: number }): Promise<Record<string, unknown>> {
  const instance = await benchInstance();
  try {
    await instance.start();
    const { write_key: key } = await instance.regulars<{ write_key: string }>(
      'key',
      'create',
      '--kind',
      'server',
    );
    const times: number[] = [];
    for (let n = 0; n < Math.max(2, Math.round(TIMES * scale)); n++)
      times.push(await killAndWait(instance, key));
    times.sort((a, b) => a - b);
    return {
      'restart.seconds': times.at(-1),
      'restart.median_seconds': times[times.length >> 1],
      times: times.length,
    };
  } finally {
    await instance.remove();
  }
}

async function killAndWait(instance: BenchInstance, key: string): Promise<number> {
  const server = (await instance.pids()).find(({ name }) => name === 'server');
  if (!server) throw new Error('No server runs.');
  const start = performance.now();
  process.kill(server.pid, 'SIGKILL');
  while (!(await acked(instance.url, key))) await new Promise((next) => setTimeout(next, 5));
  const seconds = (performance.now() - start) / 1000;
  // A process that fell twice in a row is started with a pause; this is the first fall each time.
  await new Promise((next) => setTimeout(next, 1000));
  return Math.round(seconds * 1000) / 1000;
}

async function acked(url: string, key: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-write-key': key },
      body: '{"event":"Product Viewed","userId":"u"}',
    });
    return answer.status === 200;
  } catch {
    return false;
  }
}
