/** A server of a local platform: listens on loopback (where tests may call out to), hands over what was asked, and stops with its test. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = { method: string; url: URL; headers: IncomingMessage['headers']; body: string };
export type Said = { status: number; body: string; headers?: Record<string, string> } | 'reset';

export async function serve(answer: (asked: Asked) => Said): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const url = new URL(request.url ?? '/', 'http://local');
    const said = answer({ method: request.method ?? '', url, headers: request.headers, body });
    if (said === 'reset') return request.socket.destroy();
    response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers }).end(said.body);
  });
  server.listen(0, '127.0.0.3');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.3:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
