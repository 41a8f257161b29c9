import { describe, expect, it } from 'vitest';
import { isSignedBy, signature } from './signature.ts';

const at = new Date('2026-11-23T08:00:00Z');
const later = (seconds: number): Date => new Date(at.getTime() + seconds * 1000);

describe('the signature of a webhook', () => {
  it('is HMAC-SHA256 over time and body, as anyone can compute', () => {
    // printf '1795420800.{"id":1}' | openssl dgst -sha256 -hmac whsec_test
    expect(signature('whsec_test', '{"id":1}', at)).toBe(
      't=1795420800,v1=a79f1f4075f50f1380dafd6c6dd704ec2c9d853c4fd1844d41a26c19ad6d1142',
    );
  });

  const body = '{"名":"王"}';
  const header = signature('secret', body, at);

  it('holds for the body, the secret and five minutes', () => {
    expect(isSignedBy('secret', body, header, later(299))).toBe(true);
    expect(isSignedBy('secret', `${body} `, header, at)).toBe(false);
    expect(isSignedBy('another', body, header, at)).toBe(false);
    expect([
      isSignedBy('secret', body, header, later(301)),
      isSignedBy('secret', body, header, later(-301)),
    ]).toEqual([false, false]);
  });

  it('holds where one of several fits, while a secret is exchanged', () => {
    const [time, fits] = header.split(',');
    expect(isSignedBy('secret', body, `${time},v1=${'0'.repeat(64)},${fits}`, at)).toBe(true);
  });

  it.each(['', 't=,v1=', 'v1=abc', 't=NaN,v1=abc', 't=1795420800', 't=1795420800,v1=short', ',,,=,='])(
    'is not %j',
    (wrong) => {
      expect(isSignedBy('secret', body, wrong, at)).toBe(false);
    },
  );
});
