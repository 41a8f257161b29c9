import { describe, expect, it } from 'vitest';
import { flagOf, readSettings, SettingsError } from './index.ts';

describe('settings', () => {
  it('come from the environment, and a flag wins', () => {
    expect(readSettings({ PORT: '4000', DATA_DIR: '/srv/a' })).toMatchObject({
      PORT: 4000,
      DATA_DIR: '/srv/a',
    });
    expect(readSettings({ PORT: '4000' }, { PORT: '5000' }).PORT).toBe(5000);
    expect(readSettings({ PORT: '' }).PORT).toBe(3000);
    expect(flagOf('DATA_DIR')).toBe('--data-dir');
  });

  it('are all told wrong at once, each by its name and not by its value', () => {
    const wrong = { PORT: '0', SHOP_ZONE: 'Mars/Base', SMTP_URL: 'https://user:canary@mail.example.com' };
    const told = (() => {
      try {
        readSettings(wrong);
      } catch (error) {
        return error as Error;
      }
    })();
    expect(told).toBeInstanceOf(SettingsError);
    expect(told?.message.match(/^ {2}[A-Z_]+(?=:)/gm)).toEqual(['  PORT', '  SMTP_URL', '  SHOP_ZONE']);
    expect(told?.message).not.toContain('canary');
  });

  it.each(['', '127.0.0.1', '10.0.0.0/8, fd00::/8', '::1'])('TRUSTED_PROXIES may be %j', (list) => {
    expect(readSettings({ TRUSTED_PROXIES: list }).TRUSTED_PROXIES).toBe(list);
  });

  it.each(['localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1,', '::1/129', 'a/8'])(
    'TRUSTED_PROXIES may not be %j',
    (list) => {
      expect(() => readSettings({ TRUSTED_PROXIES: list })).toThrow(SettingsError);
    },
  );
});
