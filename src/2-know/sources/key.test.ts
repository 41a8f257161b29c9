import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyKind, keyState } from './contract.ts';
import {
  afterAct,
  digestOf,
  KEY_KINDS,
  KEY_LIFECYCLE,
  KEY_STATES,
  keyStateOf,
  looksLikeWriteKey,
  prefixOf,
  writeKeyOf,
} from './key.ts';

describe('the life of a key', () => {
  it('goes from active to revoked, and nowhere from there', () => {
    expect(afterAct('active', 'revoke')).toBe('revoked');
    expect(afterAct('revoked', 'revoke')).toBeNull();
  });

  it('has a row in the table for each state, and no way back to active', () => {
    expect(Object.keys(KEY_LIFECYCLE).sort()).toEqual([...KEY_STATES].sort());
    expect(Object.values(KEY_LIFECYCLE).flatMap((acts) => Object.values(acts))).not.toContain('active');
  });

  it('is told by whether it was ever revoked', () => {
    expect(keyStateOf({ revoked_at: null })).toBe('active');
    expect(keyStateOf({ revoked_at: new Date(0) })).toBe('revoked');
  });

  it('has the same words over HTTP', () => {
    expect([keyKind.options, keyState.options]).toEqual([KEY_KINDS, KEY_STATES]);
  });
});

describe('a write key', () => {
  const key = writeKeyOf(Buffer.alloc(32, 0xff));

  it('is wk_ and 256 bits', () => {
    expect(key).toBe(`wk_${'_'.repeat(42)}8`);
    for (let n = 0; n < 200; n++) expect(looksLikeWriteKey(writeKeyOf(randomBytes(32)))).toBe(true);
  });

  it('is looked up by its SHA-256 and shown by nine characters', () => {
    expect(digestOf('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', // FIPS 180-4, one-block example
    );
    expect(prefixOf(key)).toBe('wk_______');
  });

  it.each([
    '',
    'wk_',
    key.slice(0, -1),
    `${key}x`,
    ` ${key}`,
    `${key}\n`,
    `sk_${key.slice(3)}`,
    key.replace('8', '+'),
  ])('is not %j', (text) => expect(looksLikeWriteKey(text)).toBe(false));
});
