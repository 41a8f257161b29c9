/** What the other side may do to us, and what it gets. */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress } from './create-egress.ts';
import { selfSigned, testServers } from './testing/index.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

/** A server that speaks raw TCP; `says` gets each connection. */
async function raw(says: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    says(socket);
  });
  server.listen(0, '127.0.0.3');
  await once(server, 'listening');
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://shop.example:${(server.address() as { port: number }).port}/hook`;
}

const egress = (more: object = {}) =>
  createEgress({
    isReleased: async () => true,
    resolve: async () => ['127.0.0.3'],
    allowance: { ...testServers, ...more },
  });
const post = (url: string, timeoutMs = 1500, more: object = {}) =>
  egress(more).request(url, { method: 'POST', body: '{"id":1}', timeoutMs });

describe('a call', () => {
  it('carries name, headers and body, and brings back status and Retry-After, nothing else', async () => {
    let seen: { headers: http.IncomingHttpHeaders; body: string } | undefined;
    const server = http.createServer(async (request, response) => {
      seen = { headers: request.headers, body: Buffer.concat(await request.toArray()).toString() };
      response.writeHead(429, { 'retry-after': '7', 'x-secret': 'inside' }).end('secret');
    });
    server.listen(0, '127.0.0.3');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    const { port } = server.address() as { port: number };
    const answer = await egress().request(`http://shop.example:${port}/hook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: 'elsewhere.example', 'content-length': '1' },
      body: '{"名":1}',
    });
    expect(answer).toEqual({ status: 429, retryAfterMs: 7000 });
    expect(seen?.body).toBe('{"名":1}');
    expect(seen?.headers).toMatchObject({ host: `shop.example:${port}`, 'content-type': 'application/json' });
  });

  it('follows no redirect', async () => {
    let called = 0;
    const url = await raw((socket) => {
      called++;
      socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.3/inside\r\ncontent-length: 0\r\n\r\n');
    });
    expect((await post(url)).status).toBe(302);
    expect(called).toBe(1);
  });

  it('takes no header that would break the request in two', async () => {
    const url = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const split = egress().request(url, { method: 'GET', headers: { 'x-a': 'b\r\nx-c: d' } });
    await expect(split).rejects.toThrow();
  });
});

describe('the other side', () => {
  it('that takes no connection cannot have read anything', async () => {
    await expect(post('http://shop.example:9/')).rejects.toMatchObject({
      name: 'EgressFailure',
      arrived: 'no',
    });
  });

  it('whose name leads nowhere cannot have read anything', async () => {
    const lost = createEgress({
      isReleased: async () => true,
      resolve: async () => {
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      },
    });
    await expect(lost.request('https://shop.example/', { method: 'GET' })).rejects.toMatchObject({
      arrived: 'no',
      message: 'ENOTFOUND',
    });
  });

  it.each([
    ['hangs for ever', () => {}],
    ['drips one byte at a time', (socket: Socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-long: ')],
    ['sends endless hints', (socket: Socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50))],
  ])('that %s is cut off at the deadline, in doubt', async (_, says) => {
    const url = await raw(says);
    await expect(post(url, 300)).rejects.toMatchObject({ arrived: 'unknown', message: 'no answer in time' });
  });

  it.each([
    ['closes at once', (socket: Socket) => socket.destroy()],
    ['speaks nonsense', (socket: Socket) => socket.end('220 mail.example ESMTP\r\n')],
    [
      'sends 20 KB of headers',
      (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`),
    ],
    [
      'wants another protocol',
      (socket: Socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
  ])('that %s leaves it in doubt', async (_, says) => {
    await expect(post(await raw(says))).rejects.toMatchObject({ name: 'EgressFailure', arrived: 'unknown' });
  });

  it('that sends 10 GB is read for 64 KB', async () => {
    let sent = 0;
    const url = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\n');
      const block = Buffer.alloc(16 * 1024);
      const more = (): void => {
        while (!socket.destroyed && sent < 64 * 1024 * 1024) {
          sent += block.length;
          if (!socket.write(block)) return;
        }
      };
      socket.on('drain', more);
      more();
    });
    expect((await post(url)).status).toBe(200);
    // Socket buffers of the system included.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  it('that accepts and then drips its body has accepted', async () => {
    const url = await raw((socket) => drip(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n', true));
    expect((await post(url, 400)).status).toBe(200);
  });
});

describe('TLS', () => {
  async function secure(name: string): Promise<{ url: string; ca: string }> {
    const { key, cert } = selfSigned(name);
    const server = https.createServer({ key, cert }, (_, response) => response.writeHead(204).end());
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.3');
    await once(server, 'listening');
    cleanups.push(() => server.close());
    return { url: `https://shop.example:${(server.address() as { port: number }).port}/`, ca: cert };
  }

  it('checks the name, although the connection goes to an address', async () => {
    const { url, ca } = await secure('shop.example');
    expect((await post(url, 1500, { ca })).status).toBe(204);
  });

  it('of another name is not spoken to', async () => {
    const { url, ca } = await secure('other.example');
    await expect(post(url, 1500, { ca })).rejects.toMatchObject({
      arrived: 'no',
      message: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('that nobody vouches for is not spoken to', async () => {
    const { url } = await secure('shop.example');
    await expect(post(url)).rejects.toMatchObject({ arrived: 'no', message: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('that is none is not spoken to', async () => {
    const url = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    await expect(post(url.replace('http:', 'https:'))).rejects.toMatchObject({ arrived: 'no' });
  });
});

/** One byte every few milliseconds, for ever. */
function drip(socket: Socket, text: string, headFirst = false): void {
  if (headFirst) socket.write(text);
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(headFirst ? '.' : (text[at++ % text.length] as string));
  }, 5);
  socket.on('close', () => clearInterval(timer));
}
