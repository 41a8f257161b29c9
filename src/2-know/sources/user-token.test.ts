import { describe, expect, it } from 'vitest';
import { userToken, userTokenSecretOf, vouchesFor } from './user-token.ts';

const secret = Buffer.from(userTokenSecretOf(Buffer.alloc(32, 1)));

describe('a user token', () => {
  it('is HMAC-SHA256 of the user id in hex', () => {
    // RFC 4231, test case 2
    expect(userToken('Jefe', 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('vouches for that user id and no other', () => {
    const token = userToken(secret, 'user-1');
    expect(vouchesFor(secret, 'user-1', token)).toBe(true);
    expect(vouchesFor(secret, 'user-2', token)).toBe(false);
    expect(vouchesFor(secret, '', token)).toBe(false);
  });

  it('made with another secret, cut, in capitals or with more after it vouches for nobody', () => {
    const token = userToken(secret, '客户-1');
    expect(vouchesFor(secret, '客户-1', token)).toBe(true);
    for (const forged of [
      userToken('other', '客户-1'),
      token.slice(2),
      token.toUpperCase(),
      `${token}00`,
      `${token}\n`,
      '',
    ])
      expect(vouchesFor(secret, '客户-1', forged)).toBe(false);
  });
});
