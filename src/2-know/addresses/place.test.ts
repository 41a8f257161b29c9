import { describe, expect, it } from 'vitest';
import { keyOf, placeIn } from './place.ts';

describe('a place', () => {
  it.each([
    ['Segment', { street: '1 Tea Lane', city: 'Bath', postalCode: 'BA1', country: 'GB' }],
    ['Shopify', { address1: '1 Tea Lane', city: 'Bath', zip: 'BA1', country_code: 'GB' }],
    ['WooCommerce', { address_1: '1 Tea', address_2: 'Lane', city: 'Bath', postcode: 'BA1', country: 'GB' }],
  ])('is the same in the words of %s', (_, given) => {
    const place = placeIn(given);
    expect(place && keyOf(place)).toBe('gb||bath||1tealane|ba1');
  });

  it.each([
    [null],
    [{ country: 'GB' }],
    [{ street: '浙江省杭州市**路**号', city: '杭州市' }],
    [['1 Tea Lane']],
    [{ street: ' ' }],
  ])('is none in %j', (given) => {
    expect(placeIn(given as never)).toBeNull();
  });
});
