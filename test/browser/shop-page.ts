/** A shop's page, and a real browser to open it: pages are served from another origin than Regulars, as shops' are. */
import { createServer, type Server } from 'node:http';
import { type Browser, chromium } from 'playwright-core';

export type ShopPage = { origin: string; show(html: string): void; close(): Promise<void> };

export async function aShop(): Promise<ShopPage> {
  let page = '';
  const server: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  return {
    origin: `http://127.0.0.1:${port}`,
    show: (html) => {
      page = html;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const aBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', ...QUIET] });
