/** Bodies of answers, for who needs all of them: a part is never taken for the whole. */
import type { IncomingMessage } from 'node:http';
import { EgressFailure } from './call.ts';

export async function wholeBody(response: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of partsOf(response)) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new EgressFailure('answer too long', 'unknown');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The connection is closed with the reading, whether it came to the end or not. */
export async function* partsOf(response: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) yield chunk;
    if (!response.complete) throw new Error('cut off');
  } catch (error) {
    const said = (error as { code?: string }).code ?? (error as Error).name;
    throw new EgressFailure(`answer cut off (${said})`, 'unknown', error);
  } finally {
    response.destroy();
  }
}
