/** T24: what is sent to break the reader. Each gets a verdict or a 4xx, honest neighbours in the same batch are stored, and the process stays what it was. */
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { aCollection, aTrack } from './testing.ts';

const own = aCollection();
const before = process.memoryUsage().rss;
afterAll(() => {
  const grown = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
  console.log(
    `hostile bodies: ${HOSTILE_EVENTS.length + HOSTILE_BODIES.length}, resident memory grew by ${grown} MB`,
  );
});

const text = (bytes: number): string => 'x'.repeat(bytes);
const event = (properties: string): string =>
  `{"type":"track","event":"Product Viewed","userId":"u","messageId":"hostile","properties":${properties}}`;
const keys = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":0`).join(',')}}`;

/** As JSON texts, each beside an honest event. */
const HOSTILE_EVENTS: [string, string][] = [
  ['nested 10,000 deep', event(`${'{"a":'.repeat(10_000)}0${'}'.repeat(10_000)}`)],
  ['arrays in arrays', event(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
  ['10,000 properties', event(keys(10_000))],
  ['1,001 properties', event(keys(1001))],
  ['a number of 100,000 digits', event(`{"price":${'9'.repeat(100_000)}}`)],
  ['a number too large', event('{"price":1e999}')],
  ['100 KB of one property', event(`{"note":"${text(100_000)}"}`)],
  ['a prototype', event('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}')],
  ['NUL and half a character', event('{"note":"\\u0000 \\ud800"}')],
  ['an id of 100 KB', `{"type":"track","event":"E","userId":"${text(100_000)}","messageId":"hostile-id"}`],
  ['no object at all', '[[[]]]'],
  ['null', 'null'],
];

it.each(HOSTILE_EVENTS)('%s harms nobody beside it', async (_, hostile) => {
  const honest = aTrack();
  const answer = await own.send('/v1/batch', `{"batch":[${hostile},${JSON.stringify(honest)}]}`);
  expect(answer.statusCode).toBe(200);
  const [, verdict] = answer.json().events;
  expect(verdict).toMatchObject({ message_id: honest.messageId, status: 'stored' });
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

const gbk = Buffer.concat([
  Buffer.from('{"event":"'),
  Buffer.from([0xb2, 0xe8]),
  Buffer.from('","userId":"u"}'),
]);
const HOSTILE_BODIES: [string, string | Buffer, Record<string, string>][] = [
  ['a million keys', keys(60_000), {}],
  ['200,000 brackets', '['.repeat(200_000), {}],
  ['a string without an end', `{"event":"${text(50_000)}`, {}],
  ['a thousand to one, packed', gzipSync(Buffer.alloc(50 * 2 ** 20, 0x20)), { 'content-encoding': 'gzip' }],
  [
    'packed, and cut off',
    gzipSync('{"event":"E","userId":"u"}').subarray(0, 20),
    { 'content-encoding': 'gzip' },
  ],
  ['packed by nobody', 'not gzip', { 'content-encoding': 'gzip' }],
  ['packed in an unknown way', '{}', { 'content-encoding': 'zstd' }],
  ['another encoding (GBK)', gbk, {}],
  ['a form of many parts', '--x\r\n'.repeat(10_000), { 'content-type': 'multipart/form-data; boundary=x' }],
  ['nothing', '', {}],
  ['a NUL', '\0', {}],
];

it.each(HOSTILE_BODIES)('%s is told why not', async (_, body, headers) => {
  const answer = await own.send('/v1/track', body, headers);
  const verdict = answer.statusCode === 200 ? answer.json().events[0].status : null;
  expect([answer.statusCode, verdict]).toEqual(
    verdict === null
      ? [expect.toSatisfy((status: number) => status >= 400 && status < 500), null]
      : [200, 'rejected'],
  );
  expect((await own.send('/v1/track', aTrack())).json().success).toBe(true);
});

it('a byte order mark before the JSON is no reason to lose an event', async () => {
  const honest = aTrack();
  const answer = await own.send('/v1/track', Buffer.from(`\ufeff${JSON.stringify(honest)}`));
  expect(answer.json().events).toEqual([{ message_id: honest.messageId, status: 'stored' }]);
});
