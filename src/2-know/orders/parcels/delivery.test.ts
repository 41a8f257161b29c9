import { describe, expect, it } from 'vitest';
import { deliveryOf, parcelState } from './delivery.ts';

const now = new Date('2026-11-20T00:00:00Z');
const before = new Date('2026-11-18T00:00:00Z');
const nothing = { shipped_at: null, delivered_at: null, promised_at: null, failure: null };

describe('a delivery', () => {
  it.each([
    ['waiting', {}],
    ['on_the_way', { shipped_at: before }],
    ['late', { shipped_at: before, promised_at: before }],
    ['failed', { shipped_at: before, promised_at: before, failure: 'nobody there' }],
    ['delivered', { failure: 'nobody there', promised_at: before, delivered_at: now }],
  ])('is %s', (state, told) => {
    expect(parcelState({ ...nothing, ...told }, now)).toBe(state);
  });

  it('of several parcels is what needs somebody first', () => {
    expect(deliveryOf(['delivered', 'on_the_way', 'late'])).toBe('late');
    expect(deliveryOf(['delivered', 'waiting'])).toBe('waiting');
    expect(deliveryOf(['delivered', 'delivered'])).toBe('delivered');
    expect(deliveryOf([])).toBeNull();
  });
});
