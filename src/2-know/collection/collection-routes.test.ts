import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aSource } from '#know/sources/testing';
import { aCollection, aTrack } from './testing.ts';

const own = aCollection();

describe('the door', () => {
  it('is closed without a key, with a wrong one, and for a source that is switched off', async () => {
    expect((await own.send('/v1/track', aTrack(), { 'x-write-key': '' })).statusCode).toBe(401);
    expect(
      (await own.send('/v1/track', aTrack(), { 'x-write-key': `wk_${'a'.repeat(43)}` })).json().code,
    ).toBe('write_key_invalid');
  });

  it.each(['basic', 'basic without colon', 'bearer', 'body', 'query'])('takes the key as %s', async (way) => {
    const event = aTrack();
    const none = { 'x-write-key': '' };
    const basic = (text: string) => ({
      ...none,
      authorization: `Basic ${Buffer.from(text).toString('base64')}`,
    });
    const ways: Record<string, () => ReturnType<typeof own.send>> = {
      basic: () => own.send('/v1/track', event, basic(`${own.serverKey}:`)),
      'basic without colon': () => own.send('/v1/track', event, basic(own.serverKey)),
      bearer: () => own.send('/v1/track', event, { ...none, authorization: `Bearer ${own.serverKey}` }),
      body: () => own.send('/v1/track', { ...event, writeKey: own.serverKey }, none),
      query: () => own.send(`/v1/track?writeKey=${own.serverKey}`, event, none),
    };
    const answer = await ways[way]?.();
    expect(answer?.json()).toEqual({
      success: true,
      events: [{ message_id: event.messageId, status: 'stored' }],
    });
  });

  it('takes what sendBeacon and libraries send: text/plain, gzip', async () => {
    const event = aTrack();
    expect(
      (await own.send('/v1/track', JSON.stringify(event), { 'content-type': 'text/plain' })).json().success,
    ).toBe(true);
    const zipped = gzipSync(JSON.stringify({ batch: [event] }));
    const again = await own.send('/v1/batch', zipped, { 'content-encoding': 'gzip' });
    expect(again.json().events).toEqual([{ message_id: event.messageId, status: 'duplicate' }]);
  });

  it('lets pages of any origin in, and says so before and with every answer', async () => {
    const preflight = await own.test.app.inject({
      method: 'OPTIONS',
      url: '/v1/batch',
      headers: { origin: 'https://shop.example' },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('https://shop.example');
    const refused = await own.send('/v1/track', '{', { origin: 'https://shop.example' });
    expect(refused.statusCode).toBe(400);
    expect(refused.headers['access-control-allow-origin']).toBe('https://shop.example');
  });

  it.each([
    ['/v1/track', '{"a":', 'json_invalid', 400],
    ['/v1/track', '[]', 'json_invalid', 400],
    ['/v1/batch', '{"events":[]}', 'body_invalid', 400],
    ['/v1/track', `"${'x'.repeat(70_000)}"`, 'body_too_large', 413],
  ])('refuses %s %#', async (path, body, code, status) => {
    const answer = await own.send(path, body);
    expect([answer.json().code, answer.statusCode]).toEqual([code, status]);
  });

  it('does not unpack a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));
    expect((await own.send('/v1/batch', bomb, { 'content-encoding': 'gzip' })).json().code).toBe(
      'body_too_large',
    );
  });
});

describe('a batch', () => {
  it('gives each event its own verdict, and keeps the rejected with their reason', async () => {
    const good = aTrack();
    const bad = { type: 'track', userId: 'u1', messageId: randomUUID() };
    const answer = await own.send('/v1/batch', { batch: [good, bad, good, 7], context: { locale: 'zh-CN' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      success: false,
      events: [
        { message_id: good.messageId, status: 'stored' },
        { message_id: bad.messageId, status: 'rejected', code: 'event_name_missing', field: 'event' },
        { message_id: good.messageId, status: 'duplicate' },
        { message_id: null, status: 'rejected', code: 'event_shape_invalid', field: '' },
      ],
    });
    const rejected = (await own.test.call('owner', 'GET', '/api/rejected')).json().items;
    expect(
      rejected
        .slice(0, 2)
        .map((item: { reason: string }) => item.reason)
        .sort(),
    ).toEqual(['event_name_missing', 'event_shape_invalid']);
    expect((await own.listed(good.messageId))[0].context.locale).toBe('zh-CN');
  });

  it('keeps an event aside that comes under a known id with other content', async () => {
    const event = aTrack();
    await own.send('/v1/track', event);
    const answer = await own.send('/v1/track', { ...event, event: 'Something Else' });
    expect(answer.json().events[0].code).toBe('event_conflict');
    expect(await own.listed(event.messageId)).toHaveLength(1);
  });

  it('is the same event when a library tries again later, with another sentAt and context', async () => {
    const event = aTrack({ timestamp: '2026-11-23T11:59:00Z' });
    await own.send('/v1/batch', { batch: [event], sentAt: '2026-11-23T12:00:00Z' });
    const again = await own.send('/v1/batch', {
      batch: [{ ...event, context: { retry: 1 } }],
      sentAt: '2026-11-23T12:00:09Z',
    });
    expect(again.json().events[0].status).toBe('duplicate');
  });

  it('is history where a server says so, at any age; a browser may not, and other words are refused', async () => {
    const event = aTrack({ timestamp: '2026-11-22T12:00:00Z' });
    const old = aTrack({ timestamp: '2019-03-01T12:00:00Z' });
    const live = aTrack({ timestamp: '2026-11-22T12:00:00Z' });
    await own.send('/v1/batch', { origin: 'import', batch: [event, old] });
    await own.send('/v1/batch', { batch: [live] });
    const seen = await Promise.all(
      [event, old, live].map(async ({ messageId }) => (await own.listed(messageId))[0]),
    );
    expect(seen.map(({ origin, flags }) => [origin, flags])).toEqual([
      ['import', []],
      ['import', []],
      ['live', []],
    ]);
    const body = { origin: 'import', batch: [aTrack()] };
    const browser = await own.send('/v1/batch', body, { 'x-write-key': own.browserKey });
    expect([browser.statusCode, browser.json().code]).toEqual([403, 'history_needs_server_key']);
    const other = await own.send('/v1/batch', { origin: 'system', batch: [aTrack()] });
    expect([other.json().code, other.json().errors?.[0]?.field]).toEqual(['body_invalid', 'origin']);
  });

  it('is not refused for its number of names, until a source has two thousand', async () => {
    const { writeKey } = await aSource(own.database.db, { name: 'flood' });
    const batch = Array.from({ length: 2100 }, (_, n) => ({
      type: 'track',
      event: `n${n}`,
      userId: 'u',
      messageId: `flood-${n}`,
    }));
    const answer = await own.send('/v1/batch', { batch }, { 'x-write-key': writeKey });
    const stored = answer.json().events.filter((event: { status: string }) => event.status === 'stored');
    expect(stored).toHaveLength(2000);
    expect(answer.json().events[2050].code).toBe('event_names_exhausted');
  });
});
