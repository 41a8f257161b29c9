import { describe, expect, it } from 'vitest';
import { type Look, likenessOf, lookOf } from './likeness.ts';

const look = (more: Partial<Look> = {}): Look => ({ name: '张小明', phones: [], address: null, ...more });
const nothing = { maskedPhone: false, seenWith: false };
const reasonsOf = (one: Look, other: Look, shared = nothing) => likenessOf(one, other, shared)?.reasons ?? [];

describe('two who look alike', () => {
  it.each([
    [
      'a hidden phone',
      look({ phones: ['138****5678'] }),
      look({ phones: ['+8613812345678'] }),
      ['name_phone'],
    ],
    ['last digits', look({ phones: ['13912345678'] }), look({ phones: ['13800005678'] }), ['name_phone']],
    ['other digits', look({ phones: ['13912345678'] }), look({ phones: ['13912345679'] }), []],
    ['another name', look({ phones: ['138****5678'] }), look({ name: '李四', phones: ['13812345678'] }), []],
    ['a street', look({ address: '漕溪北路18号' }), look({ address: '漕溪北路18号' }), ['name_address']],
    [
      'a hidden name',
      look({ name: '张**', address: '漕溪北路18号' }),
      look({ address: '漕溪北路18号' }),
      ['name_address'],
    ],
    [
      'two hidden names',
      look({ name: '张**', address: '漕溪北路18号' }),
      look({ name: '张**', address: '漕溪北路18号' }),
      [],
    ],
    [
      'no names',
      look({ name: null, phones: ['13812345678'] }),
      look({ name: null, phones: ['13812345678'] }),
      [],
    ],
  ] as const)('by %s', (_, one, other, reasons) => {
    expect(reasonsOf(one, other)).toEqual(reasons);
    expect(reasonsOf(other, one)).toEqual(reasons);
  });

  it('are the surer the more speaks for it, and never certain', () => {
    const one = look({ phones: ['138****5678'], address: '漕溪北路18号' });
    const all = likenessOf(one, { ...one, phones: ['13812345678'] }, { maskedPhone: true, seenWith: true });
    expect(all).toEqual({
      reasons: ['name_phone', 'name_address', 'masked_phone', 'seen_with'],
      confidence: 95,
    });
    expect(likenessOf(look(), look({ name: '李四' }), { ...nothing, seenWith: true })?.confidence).toBe(40);
  });

  it('are told by a street and not by a city', () => {
    const face = { name: null, email: null, phone: null, userId: null, city: '上海', more: ['13812345678'] };
    expect(lookOf(face, '上海市')).toEqual({ name: null, phones: ['13812345678'], address: null });
  });
});
