import { Agent, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { behindDoors } from './door.ts';
import { paceOfRefusals } from './unheard.ts';

describe('the pace of refusals', () => {
  it('lets a few pass at once, and makes many wait longer, a second at most', () => {
    let clock = 0;
    const deafFor = paceOfRefusals(() => clock);
    expect(deafFor()).toBeLessThan(5);
    for (let n = 0; n < 100; n++) deafFor();
    expect(deafFor()).toBeGreaterThan(190);
    for (let n = 0; n < 2000; n++) deafFor();
    expect(deafFor()).toBe(1000);
    clock = 10_000;
    expect(deafFor()).toBeLessThan(5);
  });

  it('settles a flood that never heeds at the number allowed', () => {
    let clock = 0;
    const deafFor = paceOfRefusals(() => clock);
    const free = Array.from({ length: 512 }, () => 0);
    let refusals = 0;
    for (; clock < 20_000; clock += 5) {
      free.forEach((from, connection) => {
        if (from > clock) return;
        free[connection] = clock + deafFor();
        if (clock >= 10_000) refusals++;
      });
    }
    expect(refusals / 10).toBeGreaterThan(400);
    expect(refusals / 10).toBeLessThan(600);
  });
});

describe('who was refused', () => {
  it('is heard again on the same connection, after a while', async () => {
    let refuse = true;
    const server = behindDoors([
      (_, response) => {
        if (refuse) response.writeHead(429, { 'content-length': 0 }).end();
        return refuse;
      },
    ])((_, response) => response.end('heard'));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (): Promise<{ status: number | undefined; port: number | undefined }> =>
      new Promise((resolve, reject) => {
        const sent = ask({ port, agent, method: 'POST', path: '/v1/track' }, (answer) => {
          const { localPort } = answer.socket;
          answer.resume().once('end', () => resolve({ status: answer.statusCode, port: localPort }));
        });
        sent.once('error', reject).end('x'.repeat(100_000));
      });
    const first = await post();
    for (let n = 0; n < 20; n++) expect((await post()).status).toBe(429);
    refuse = false;
    expect(await post()).toEqual({ status: 200, port: first.port });
    agent.destroy();
    server.close();
  });
});
