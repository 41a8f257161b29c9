import { describe, expect, it } from 'vitest';
import { deviceIn } from './device.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.54(0x18003631) NetType/WIFI Language/zh_CN';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';

const of = (userAgent: string, more: object = {}) =>
  deviceIn({}, { anonymousId: 'a', context: { userAgent, ...more } });

describe('a device', () => {
  it.each([
    [
      IPHONE,
      {
        kind: 'mobile',
        os: 'iOS',
        osVersion: '18.1',
        browser: 'WeChat',
        browserVersion: '8',
        model: 'iPhone',
      },
    ],
    [
      EDGE,
      { kind: 'desktop', os: 'Windows', osVersion: null, browser: 'Microsoft Edge', browserVersion: '131' },
    ],
    [
      'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
      { kind: 'bot', browser: 'Googlebot' },
    ],
  ])('is read from %s', (userAgent, told) => {
    expect(of(userAgent)).toMatchObject({ ...told, anonymousId: 'a' });
  });

  it('has the model that its browser hints at', () => {
    const userAgentData = { brands: [], mobile: true, platform: 'Android', model: 'Pixel 9' };
    expect(of(ANDROID, { userAgentData })).toMatchObject({ kind: 'mobile', os: 'Android', model: 'Pixel 9' });
  });

  it('is what an app says of itself', () => {
    const clear = {
      device: { manufacturer: 'Apple', model: 'iPad14,1', type: 'ios' },
      os: { name: 'iPadOS', version: '18.1' },
      app: { name: 'Tea' },
    };
    expect(deviceIn(clear, {})).toMatchObject({
      kind: 'tablet',
      os: 'iPadOS',
      osVersion: '18.1',
      app: 'Tea',
      browser: null,
      model: 'Apple iPad14,1',
    });
  });

  it.each([['curl/8.0'], [''], ['x'.repeat(100_000)]])('is none where nothing is said', (userAgent) => {
    expect(of(userAgent)).toBeNull();
  });

  it.each([[null], ['text'], [[1]], [{ userAgent: 7, userAgentData: 'x' }]])('is none in %j', (context) => {
    expect(deviceIn({ os: 'x', device: [] }, { context: context as never })).toBeNull();
  });
});
