import { describe, expect, it } from 'vitest';
import { isOwnPath } from './own-path.ts';

describe('where sign-in leads back to', () => {
  it.each(['/', '/sources/3?tab=keys', '/events?from=2026-01-01T00%3A00%3A00Z'])('goes to %s', (path) => {
    expect(isOwnPath(path)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/a\\b',
    '/\t/elsewhere.example',
    'javascript:alert(1)',
    '/sign-in?to=/sign-in',
  ])('refuses %j', (path) => {
    expect(isOwnPath(path)).toBe(false);
    // What a browser would make of it, for those that name a host.
    if (path?.includes('elsewhere.example')) {
      expect(new URL(path, 'https://crm.example').host).toMatch(/elsewhere/);
    }
  });
});
