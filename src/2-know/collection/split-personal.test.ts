import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#platform/log';
import { joinPersonal, splitContext, splitProperties } from './split-personal.ts';

const runs = process.env.REGULARS_NIGHT ? 200_000 : 5000;
const none = new Set<string>();
const track = { type: 'track', event: 'Custom', declaredClear: none };
const split = (properties: JsonObject, event = 'Custom') => splitProperties(properties, { ...track, event });

const leaf = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('ann@example.com', '13812345678', 'red', 'P-1', 'https://shop.example/a?email=x'),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const name = fc.oneof(
  fc.constantFrom('order_id', 'products', 'name', 'price', 'note', 'url', 'list'),
  fc.string({ minLength: 1, maxLength: 8 }).filter((key) => key !== '__proto__'),
);
const object = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), tie('object')) as never,
  object: fc.dictionary(name, tie('value'), { maxKeys: 5 }) as never,
})).object;

/** As JSON knows it: −0 is 0. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('dividing properties', () => {
  it('loses nothing: both halves joined are the whole', () => {
    fc.assert(
      fc.property(object, fc.constantFrom('Product Viewed', 'Custom'), (properties, event) => {
        const { clear, personal } = split(properties, event);
        const whole = joinPersonal(asJson(clear), personal === null ? undefined : asJson(personal));
        expect(whole).toEqual(asJson(properties));
      }),
      { numRuns: runs },
    );
    console.log(`split and joined: ${runs}`);
  });

  it('leaves no text in clear under a name the language does not know, however deep', () => {
    const canary = 'canary-text';
    const place = fc.array(fc.constantFrom('note', 'answers', 'products', 'order', 'list'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(place, fc.boolean(), (path, inList) => {
        const nested = path.reduceRight<Json>((inner, key) => ({ [key]: inList ? [inner] : inner }), {
          comment: canary,
        });
        expect(JSON.stringify(split(nested as JsonObject).clear)).not.toContain(canary);
      }),
      { numRuns: runs / 5 },
    );
  });

  it.each([
    ['an e-mail address in a known name', { order_id: 'ann@example.com' }],
    ['a telephone in a label', { affiliation: 'call 13812345678' }],
    ['a telephone as a number', { phone: 13812345678 }],
    ['a name that is a value', { 'ann@example.com': true }],
    ['the query of an address', { products: [{ url: 'https://shop.example/p?email=ann@example.com' }] }],
    ['a name of a person', { name: 'Ann Example' }],
    ['a list of texts', { friends: ['ann@example.com', 'Bob'] }],
  ])('seals %s', (_, properties) => {
    const { clear } = split(properties as JsonObject);
    expect(JSON.stringify(clear)).not.toMatch(/ann|Ann|Bob|13812345678/);
  });

  it('keeps clear what the shop must count and filter by', () => {
    const properties = {
      order_id: 'A-1001',
      revenue: 129.9,
      currency: 'CNY',
      products: [{ product_id: 'P1', name: '蓝色跑鞋', category: '鞋靴', price: 129.9, quantity: 1 }],
    };
    expect(split(properties, 'Order Completed')).toEqual({ clear: properties, personal: null });
    expect(split({ name: 'Running shoe' }, 'Product Viewed').clear).toEqual({ name: 'Running shoe' });
  });

  it('keeps clear what a source declares, unless the value looks personal all the same', () => {
    const declaredClear = new Set(['plan']);
    expect(splitProperties({ plan: 'gold' }, { ...track, declaredClear }).clear).toEqual({ plan: 'gold' });
    expect(splitProperties({ plan: 'ann@example.com' }, { ...track, declaredClear }).clear).toEqual({});
  });
});

describe('dividing context', () => {
  it('seals address, agent and whatever it does not know', () => {
    const { clear, personal } = splitContext({
      ip: '203.0.113.9',
      userAgent: 'Mozilla/5.0',
      locale: 'zh-CN',
      library: { name: 'analytics.js', version: '2.1' },
      page: { path: '/p/1', url: 'https://shop.example/p/1?u=ann', title: 'Hello Ann', search: '?u=ann' },
      traits: { email: 'ann@example.com' },
    });
    expect(clear).toEqual({
      locale: 'zh-CN',
      library: { name: 'analytics.js', version: '2.1' },
      page: { path: '/p/1', url: 'https://shop.example/p/1' },
    });
    expect(Object.keys(personal ?? {})).toEqual(['ip', 'userAgent', 'page', 'traits']);
  });
});
