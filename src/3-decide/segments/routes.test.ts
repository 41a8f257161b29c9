/** Segments over HTTP, from making one to why somebody is in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '#platform/http/testing';
import { someSegments } from './testing.ts';

const own = someSegments('Asia/Shanghai');
let server: TestApp;
beforeAll(async () => {
  server = await testApp(own.module.routes ?? []);
});
afterAll(() => server?.close());

const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => {
  const answer = await server.call('marketer', method, path, body);
  return { status: answer.statusCode, ...(answer.json() as Record<string, never>) } as Record<
    string,
    never
  > & {
    status: number;
  };
};

describe('a segment', () => {
  it('is made, previewed, filled, kept up, explained, changed and archived', async () => {
    own.clock.set(new Date());
    const ann = { kind: 'user_id', value: 'ann' };
    const bea = { kind: 'user_id', value: 'bea' };
    const view = (name: typeof ann) => ({
      name,
      personal: { userId: name.value },
      event: 'Product Viewed',
      properties: { product_id: 'p1' },
      at: own.clock.now(),
    });
    const [annId, beaId] = await own.customers.hear([view(ann), { ...view(bea), event: 'Signed Up' }]);
    own.clock.set(new Date());
    await own.readUp();
    const text = 'did "Product Viewed" in last 7 days';
    const made = await call('POST', '/api/segments', { name: 'Looked', text });
    expect(made).toMatchObject({ status: 200, state: 'filling', revision: 1 });
    expect(await call('POST', '/api/segments', { name: 'looked', text })).toMatchObject({
      status: 409,
      code: 'segment_name_taken',
    });
    await own.fill();
    expect(await call('GET', '/api/segments?q=look')).toMatchObject({
      items: [{ state: 'live', members: 1 }],
    });
    const previewed = await call('POST', '/api/segments/preview', { text });
    expect(previewed).toMatchObject({ count: 1, sample: [{ customer_id: annId }] });
    await own.customers.hear([view(bea)]);
    own.clock.set(new Date());
    await own.readUp();
    const members = await call('GET', `/api/segments/${made.id}/members`);
    expect(members.items).toMatchObject([
      { customer_id: beaId, cause: 'event' },
      { customer_id: annId, cause: 'filling' },
    ]);
    const why = await call('GET', `/api/customers/${beaId}/segments/${made.id}/why`);
    expect(why).toMatchObject({
      in: true,
      because: { holds: true, counted: 1, events: [{ event: 'Product Viewed' }] },
    });
    own.clock.advance(7 * 86_400_000 + 60_000);
    await own.passTime();
    expect(await call('GET', `/api/segments/${made.id}`)).toMatchObject({ members: 0 });
    const before = await call('GET', `/api/customers/${beaId}/segments?at=${why.since}`);
    expect(before.items).toMatchObject([{ id: made.id, in: true, in_as_known_now: true }]);
    expect(await call('GET', `/api/customers/${beaId}/segments`)).toMatchObject({ items: [{ in: false }] });
    const told = await own.parts.log.read(own.parts.db, { limit: 100, sourceId: 0 });
    expect(told.map(({ event, customerId }) => [event, customerId])).toEqual([
      ['Segment Entered', beaId],
      ['Segment Exited', annId],
      ['Segment Exited', beaId],
    ]);
    const user = await call('POST', '/api/segments', { name: 'User', text: `segment ${made.id}` });
    expect(await call('DELETE', `/api/segments/${made.id}`)).toMatchObject({
      status: 409,
      code: 'segment_in_use',
    });
    const changed = await call('PATCH', `/api/segments/${made.id}`, {
      revision: 1,
      text: 'did "Signed Up"',
    });
    expect(changed).toMatchObject({ status: 200, revision: 2, state: 'filling' });
    await own.fill();
    expect(await call('GET', `/api/segments/${user.id}`)).toMatchObject({ state: 'live', members: 1 });
    expect(await call('PATCH', `/api/segments/${made.id}`, { revision: 1, name: 'X' })).toMatchObject({
      status: 409,
    });
    expect(await call('DELETE', `/api/segments/${user.id}`)).toMatchObject({ state: 'archived' });
    expect(await call('GET', `/api/segments/${made.id}/size`)).toMatchObject({ items: [{ members: 1 }] });
    expect(await call('GET', `/api/segments/${made.id}/overlap`)).toMatchObject({ items: [] });
  });
});
