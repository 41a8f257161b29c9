import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRejection, validateEvent } from './validate-event.ts';

const track = { type: 'track', event: 'Order Completed', userId: 'u1' };
const codeOf = (raw: unknown): string | null => {
  const result = validateEvent(raw);
  return isRejection(result) ? `${result.code} ${result.field}`.trim() : null;
};
const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) });

describe('an event', () => {
  it.each([
    ['every type with what it needs', { type: 'identify', anonymousId: 'a' }],
    ['a page without a name', { type: 'page', anonymousId: 'a' }],
    ['ids that are numbers', { ...track, userId: 42 }],
    ['an empty id beside a good one', { ...track, userId: '', anonymousId: 'a' }],
    ['a group', { type: 'group', userId: 'u', groupId: 'g' }],
    ['an alias', { type: 'alias', userId: 'u', previousId: 'p' }],
    ['null where an object may be', { ...track, properties: null, context: null }],
    ['milliseconds as a time', { ...track, timestamp: 1_790_000_000_000 }],
    [
      'an order of ninety lines',
      {
        ...track,
        properties: {
          products: Array.from({ length: 90 }, (_, n) =>
            Object.fromEntries(
              ['product_id', 'sku', 'name', 'brand', 'price', 'quantity', 'position', 'url'].map((name) => [
                name,
                n,
              ]),
            ),
          ),
        },
      },
    ],
    ['eight levels of properties', { ...track, properties: deep(7) }],
  ])('is accepted with %s', (_, raw) => {
    expect(codeOf(raw)).toBeNull();
  });

  it.each([
    ['event_shape_invalid', 'text'],
    ['event_shape_invalid', null],
    ['event_type_unknown type', { ...track, type: 'trace' }],
    ['event_type_unknown type', { ...track, type: ['track'] }],
    ['event_name_missing event', { ...track, event: ' ' }],
    ['event_name_missing event', { ...track, event: 'x'.repeat(201) }],
    ['event_without_id anonymousId', { type: 'track', event: 'x' }],
    ['event_without_id userId', { ...track, userId: 'x'.repeat(257) }],
    ['event_id_invalid messageId', { ...track, messageId: {} }],
    ['event_group_missing groupId', { type: 'group', userId: 'u' }],
    ['event_previous_missing previousId', { type: 'alias', userId: 'u' }],
    ['event_shape_invalid properties', { ...track, properties: [] }],
    ['event_shape_invalid context', { ...track, context: 'x' }],
    ['event_time_invalid timestamp', { ...track, timestamp: 'yesterday' }],
    ['event_time_invalid timestamp', { ...track, timestamp: '2026-13-45' }],
    ['event_time_invalid timestamp', { ...track, timestamp: {} }],
    ['event_too_large', { ...track, properties: { text: 'x'.repeat(33_000) } }],
    ['event_too_deep properties.a.a.a.a.a.a.a.a', { ...track, properties: deep(9) }],
    [
      'event_too_many_properties properties',
      { ...track, properties: Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [n, n])) },
    ],
    [
      'event_key_forbidden properties.__proto__',
      { ...track, properties: JSON.parse('{"__proto__": {"a": 1}}') },
    ],
    ['event_key_forbidden traits.x.constructor', { ...track, traits: { x: { constructor: 1 } } }],
    ['event_text_invalid properties.a', { ...track, properties: { a: 'nul \0' } }],
    ['event_text_invalid properties', { ...track, properties: { 'half \ud800': 1 } }],
    ['event_text_invalid userId', { ...track, userId: '\udc00' }],
  ])('is refused as %s', (code, raw) => {
    expect(codeOf(raw)).toBe(code);
  });

  it('never throws, whatever it is', () => {
    const runs = process.env.REGULARS_NIGHT ? 500_000 : 10_000;
    const field = fc.constantFrom(
      'type',
      'event',
      'userId',
      'anonymousId',
      'properties',
      'traits',
      'context',
      'timestamp',
      'messageId',
      'sentAt',
    );
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue({ maxDepth: 12 })), (raw) => {
        validateEvent({ ...raw, type: 'track' });
        validateEvent(raw);
      }),
      { numRuns: runs },
    );
    console.log(`events of any shape: ${runs}`);
  });

  it('may nest a hundred thousand deep in a lie, and is only refused', () => {
    const raw = JSON.parse(
      `{"type":"track","event":"x","userId":"u","properties":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    );
    expect(codeOf(raw)).toMatch(/event_too_deep|event_too_large/);
  });
});
