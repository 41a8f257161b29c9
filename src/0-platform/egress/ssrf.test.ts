/** A7, T27: every notation of every forbidden place, against listeners that would notice. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isPublic } from './address.ts';
import { createEgress } from './create-egress.ts';
import { chooseTarget, createResolve } from './policy.ts';
import { type NameServer, startNameServer } from './testing/index.ts';

const listeners: Server[] = [];
let connections = 0;
let sockets = 0;
let port = 0;
const noteSocket = (): void => void sockets++;

beforeAll(async () => {
  for (const host of ['0.0.0.0', '::1']) {
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    server.listen(port, host);
    await once(server, 'listening');
    port = (server.address() as { port: number }).port;
    listeners.push(server);
  }
  // Also connections that would never arrive, to places where no test can listen.
  subscribe('net.client.socket', noteSocket);
});
afterAll(() => {
  unsubscribe('net.client.socket', noteSocket);
  for (const server of listeners) server.close();
});

/** Only the address can be what is wrong. */
const anyPort = { address: () => false, port: () => true, http: true };
const open = async () => true;
const refusal = async (url: string, resolve = createResolve(['127.0.0.1:9'])) =>
  createEgress({ isReleased: open, resolve, allowance: anyPort })
    .request(url, { method: 'GET', timeoutMs: 3000 })
    .then(
      ({ status }) => `answered ${status}`,
      (error) => error.code ?? error.name,
    );

const V4 =
  `0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.1 10.255.255.254 100.64.0.1 100.100.100.200 100.127.255.254 127.0.0.1 127.0.0.2
  127.1.2.3 127.255.255.254 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.254 192.0.0.1 192.0.0.192
  192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.254 192.175.48.1 198.18.0.1 198.19.255.254 198.51.100.1
  203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 250.1.2.3 255.255.255.255`.split(/\s+/);
const NOTATIONS =
  `0 1 127.1 127.0.1 0x7f.1 0x7f000001 0x7f.0.0.1 0x7F.0x0.0x0.0x1 017700000001 0177.1 0177.0.0.1 00000177.0.0.01
  2130706433 0x7f.0.1 127.0x1 10.1 012.0.0.1 0xa000001 167772161 0xa9fea9fe 0xA9.0xFE.0xA9.0xFE 2852039166 0251.0376.0251.0376
  169.254.43518 169.16689662 192.168.257 3232235521 0xc0a80001 0300.0250.0.1 4294967295 127.0.0.1. 127.1. １２７.０.０.１ ①②⑦.⓪.⓪.①
  127。0。0。1 127．0．0．1 %31%32%37.0.0.1 1%32%37%2e0%2e0%2e1`.split(/\s+/);
const V6 =
  `:: ::1 0:0:0:0:0:0:0:1 ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
  ::ffff:a9fe:a9fe ::ffff:0:127.0.0.1 0:0:0:0:0:ffff:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::8.8.8.8
  64:ff9b:1::10.0.0.1 2002:7f00:1:: 2002:a00:1:: 2002:c0a8:101::1 2002:808:808:: 2001::1 2001:0:7f00:1::
  2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 3fff::1 5f00::1 100::1 fc00::1 fd00::1
  fd00:ec2::254 fdff:ffff::1 fe80::1 fe80::5efe:127.0.0.1 febf::1 fec0::1 feff::1 ff01::1 ff02::1 ff0e::1 1::1 4000::1 8000::1 e000::1
  2001:4860::5efe:10.0.0.1 2001:4860::200:5efe:c0a8:1`.split(/\s+/);
const LITERALS = [...V4, ...NOTATIONS, ...V6.map((address) => `[${address}]`)];

describe('addresses that are not the public internet', () => {
  it.each(LITERALS)('http://%s', async (host) => {
    const before = sockets;
    expect(await refusal(`http://${host}:${port}/`)).toBe('egress_refused');
    expect([connections, sockets - before]).toEqual([0, 0]);
  });

  it.each(V4)('a name for %s', async (address) => {
    expect(await refusal(`http://name.example:${port}/`, async () => [address])).toBe('egress_refused');
  });

  it.each(V6)('a name for %s', async (address) => {
    expect(await refusal(`http://name.example:${port}/`, async () => [address])).toBe('egress_refused');
  });

  it('a name for several, one of which is not public', async () => {
    for (const mixed of [
      ['93.184.215.14', '10.0.0.1'],
      ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::1'],
      ['93.184.215.14', 'not an address'],
      [],
    ])
      expect(await refusal('https://name.example/', async () => mixed)).toBe('egress_refused');
  });

  it('names that mean this machine', async () => {
    for (const host of ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost'])
      expect(await refusal(`http://${host}:${port}/`)).not.toMatch(/answered/);
    expect(connections).toBe(0);
  });

  it('count more than a hundred and twenty', () => {
    expect(LITERALS.length + V4.length + V6.length).toBeGreaterThan(120);
  });
});

describe('what else is refused', () => {
  const strict = createEgress({ isReleased: open, resolve: async () => ['93.184.215.14'] });
  it.each([
    'http://name.example/',
    'https://name.example:8443/',
    'https://name.example:22/',
    'https://name.example:80/',
    'http://name.example:443/',
    'https://user@name.example/',
    'https://user:password@name.example/',
    'https://name.example@10.0.0.1/',
    'ftp://name.example/',
    'file:///etc/passwd',
    'gopher://name.example/',
    'data:text/plain,hello',
    'javascript:alert(1)',
    'ws://name.example/',
    'unix:/var/run/docker.sock',
    '//name.example/',
    'name.example',
    '',
    'https://',
    'https://[fe80::1%25eth0]/',
    'https://[::1/',
    'https://256.256.256.256/',
    'https://a b.example/',
    `https://name.example/${'x'.repeat(3000)}`,
  ])('%s', async (url) => {
    const before = sockets;
    await expect(strict.request(url, { method: 'GET' })).rejects.toMatchObject({ code: 'egress_refused' });
    expect(sockets).toBe(before);
  });

  it('everything, while egress is switched off', async () => {
    const off = createEgress({ isReleased: async () => false, resolve: async () => ['93.184.215.14'] });
    await expect(off.request('https://name.example/', { method: 'GET' })).rejects.toMatchObject({
      code: 'egress_off',
    });
    expect(await off.isReleased()).toBe(false);
  });
});

describe('public addresses', () => {
  it.each([
    '8.8.8.8',
    '93.184.215.14',
    '223.5.5.5',
    '2606:4700:4700::1111',
    '2400:3200::1',
    '::ffff:8.8.8.8',
  ])('%s may be called', async (address) => {
    expect(isPublic(address)).toBe(true);
    const host = address.includes(':') ? `[${address}]` : address;
    const { addresses } = await chooseTarget(`https://${host}/`, createResolve(['127.0.0.1:9']));
    expect(addresses).toHaveLength(1);
  });
});

describe('a name that changes its meaning', () => {
  const servers: (Server | NameServer)[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('is asked once; the connection goes where it pointed then', async () => {
    let reached = 0;
    const allowed = createServer((socket) => {
      reached++;
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    allowed.listen(0, '127.0.0.7');
    await once(allowed, 'listening');
    const at = (allowed.address() as { port: number }).port;
    const forbidden = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    forbidden.listen(at, '127.0.0.1');
    await once(forbidden, 'listening');
    const names = await startNameServer((_, nth) => (nth === 0 ? ['127.0.0.7'] : ['127.0.0.1']));
    servers.push(allowed, forbidden, names);
    const allowance = { ...anyPort, address: (address: string) => address === '127.0.0.7' };
    const egress = createEgress({ isReleased: open, resolve: createResolve([names.address]), allowance });
    const url = `http://rebind.example:${at}/`;

    expect(await egress.request(url, { method: 'POST', body: '{}' })).toMatchObject({ status: 204 });
    expect(names.asked.filter((query) => query.startsWith('A '))).toEqual(['A rebind.example']);
    // The second call asks again, and is refused.
    await expect(egress.request(url, { method: 'POST', body: '{}' })).rejects.toMatchObject({
      code: 'egress_refused',
    });
    expect([reached, connections]).toEqual([1, 0]);
  });
});
