import { expect, it } from 'vitest';
import { countryOf } from './country-of.ts';

it.each([
  ['United Kingdom', 'GB'],
  ['uk', 'GB'],
  ['EIRE', 'IE'],
  ['USA', 'US'],
  ['RSA', 'ZA'],
  ['cn', 'CN'],
  ['中国', 'CN'],
  ['德国', 'DE'],
  ['Hong Kong', 'HK'],
  ['Unspecified', null],
  ['European Community', null],
  ['QQ', null],
  ['', null],
])('%s is %s', (text, code) => expect(countryOf(text)).toBe(code));
