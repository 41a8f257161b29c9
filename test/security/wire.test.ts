/** A20, T24: what comes over the wire and is not HTTP, or is HTTP that nobody finishes, costs its sender only. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

const RUNS = process.env.REGULARS_NIGHT ? 100_000 : 1_000;

let house: House;
let server: Server;
let port: number;
beforeAll(async () => {
  house = await openHouse();
  ({ server, port } = await house.listen());
});
afterAll(() => house?.close());

/** What comes back until the other side hangs up, or was silent for so long. */
function answerTo(bytes: string | Uint8Array, patienceMs = 10_000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(patienceMs, () => socket.end());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

const statusesIn = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const healthy = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;

describe('bytes that are not a request', () => {
  it(`are answered with 4xx or not at all, and end nothing (${RUNS} connections)`, async () => {
    const begins = fc.constantFrom(
      '',
      'GET / HTTP/1.1\r\n',
      'POST /v1/batch HTTP/1.1\r\nhost: x\r\n',
      'PRI * HTTP/2.0\r\n\r\n',
    );
    const wrong: string[] = [];
    await fc.assert(
      fc.asyncProperty(begins, fc.uint8Array({ maxLength: 400 }), async (begin, rest) => {
        const answer = await answerTo(Buffer.concat([Buffer.from(begin), rest]), 20);
        if (statusesIn(answer).some((status) => status < 400 || status >= 500)) wrong.push(answer);
      }),
      { numRuns: RUNS },
    );
    expect(wrong).toEqual([]);
    expect(await healthy()).toBe(200);
  }, 3_600_000);

  it('tell the sender nothing of what answers', async () => {
    const answer = await answerTo('nonsense\r\n\r\n');
    expect(statusesIn(answer)).toEqual([400]);
    expect(answer).not.toMatch(/node|fastify|regulars|stack|parse error/i);
  });
});

describe('a request that two servers would read in two ways', () => {
  const hidden = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n';
  const length = Buffer.byteLength(hidden);
  it.each([
    ['two lengths', `content-length: 0\r\ncontent-length: ${length}`],
    ['a length and chunks', `content-length: ${length}\r\ntransfer-encoding: chunked`],
    ['chunks and a length', `transfer-encoding: chunked\r\ncontent-length: ${length}`],
    ['chunks not last', 'transfer-encoding: chunked, identity'],
    ['a space before the colon', `content-length : ${length}`],
    ['a signed length', `content-length: +${length}`],
    ['a length in hexadecimal', 'content-length: 0x10'],
    ['a folded header', `x-one: a\r\n content-length: ${length}`],
    ['a bare line feed', `x-one: a\ncontent-length: ${length}`],
    ['a bare carriage return', `x-one: a\rcontent-length: ${length}`],
    ['a NUL in a header', 'x-one: a\0b'],
  ])('by %s is refused, and so is what follows', async (_, header) => {
    const answer = await answerTo(
      `POST /api/auth/sign-out HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${header}\r\n\r\n0\r\n\r\n${hidden}`,
    );
    expect(statusesIn(answer)).toEqual([400]);
  });
});

describe('who may not come in', () => {
  it('is told so before the body is read', async () => {
    const answer = await answerTo(
      'PATCH /api/settings HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{"',
    );
    expect(statusesIn(answer)).toEqual([401]);
  });

  it('cannot announce more than is read', async () => {
    const answer = await answerTo(
      'POST /api/auth/sign-in/email HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n{',
    );
    expect(statusesIn(answer)).toEqual([413]);
  });
});

describe('who is slow', () => {
  it('in sending is not waited for', () => {
    expect(server.headersTimeout).toBeLessThanOrEqual(15_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(30_000);
    expect(server.timeout).toBeLessThanOrEqual(60_000);
    for (const limit of [server.headersTimeout, server.requestTimeout, server.timeout])
      expect(limit).toBeGreaterThan(0);
  });

  it('in reading has no more prepared than a few answers, and is hung up on', async () => {
    const prepared: ServerResponse[] = [];
    const note = (_: IncomingMessage, response: ServerResponse) => void prepared.push(response);
    server.on('request', note);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(anAsking('/docs/json').repeat(4_000));
    await new Promise((gone) => socket.resume().on('close', gone));
    server.off('request', note);
    expect(prepared.length).toBeGreaterThan(100);
    expect(prepared.filter(({ headersSent }) => headersSent).length).toBeLessThanOrEqual(32);
    expect(await healthy()).toBe(200);
  });

  it('and asks ahead a little gets every answer, in order', async () => {
    const paths = ['/healthz', '/api/sign-in', '/nowhere.js', '/api/me'];
    const last = 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    const answer = await answerTo(paths.map(anAsking).join('') + last);
    expect(statusesIn(answer)).toEqual([200, 200, 404, 401, 200]);
  });
});

const anAsking = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
