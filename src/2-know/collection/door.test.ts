import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { behindDoors } from '#platform/http';
import { collectionDoor } from './door.ts';

let server: Server;
let url: string;
let open: { queue: boolean; disk: boolean };

beforeEach(async () => {
  open = { queue: true, disk: true };
  const door = collectionDoor(
    { enter: () => (open.queue ? () => {} : null), hasRoom: () => open.queue },
    () => open.disk,
  );
  server = behindDoors([door])((request, response) => {
    request.resume();
    request.once('end', () => response.end('inside'));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, language = 'en') =>
  fetch(`${url}${path}`, {
    method: 'POST',
    body: 'x'.repeat(300_000),
    headers: { 'accept-language': language, origin: 'https://shop.example' },
  });

describe('the door of collection', () => {
  it('lets in while there is room', async () => {
    expect(await (await post('/v1/batch')).text()).toBe('inside');
  });

  it('says 429 and when to come again while the queue is full, in the caller’s language and for any page', async () => {
    open.queue = false;
    const answer = await post('/v1/batch', 'zh-CN');
    expect([
      answer.status,
      answer.headers.get('retry-after'),
      answer.headers.get('access-control-allow-origin'),
    ]).toEqual([429, '1', 'https://shop.example']);
    expect(await answer.json()).toMatchObject({ code: 'overloaded', title: expect.stringContaining('繁忙') });
  });

  it('says 503 while the disk is nearly full', async () => {
    open.disk = false;
    const answer = await post('/v1/track');
    expect([answer.status, (await answer.json()).code]).toEqual([503, 'disk_nearly_full']);
  });

  it('never stands before anything else', async () => {
    open.queue = false;
    expect(await (await post('/api/events/lookup')).text()).toBe('inside');
  });

  it('leaves the connection good for the next request', async () => {
    open.queue = false;
    await (await post('/v1/batch')).arrayBuffer();
    open.queue = true;
    expect(await (await post('/v1/batch')).text()).toBe('inside');
  });
});
