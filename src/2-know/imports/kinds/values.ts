/** Numbers, yes and no as people write them in tables. */

/** `1,234.50`, `1.234,50`, `¥ 1 234`, `(12.00)`: decimal text with at most six decimals; null: not a number. */
export function decimalIn(text: string): string | null {
  let plain = text.trim().replace(/[\s\u00a0\u202f'’]/g, '');
  plain = plain
    .replace(/^(-?)(?:[A-Z]{3}|US|HK|R)?[¥￥$€£₩₽₹]?/u, '$1')
    .replace(/(?:元|[¥￥$€£]|[A-Z]{3})$/u, '');
  const negative = /^\(.*\)$/.test(plain) || plain.startsWith('-');
  plain = plain.replace(/[()]/g, '').replace(/^[-+]/, '');
  const [point, comma] = [plain.lastIndexOf('.'), plain.lastIndexOf(',')];
  if (comma > point && (point >= 0 || !/^\d{1,3}(,\d{3})+$/.test(plain)))
    plain = plain
      .replaceAll('.', '')
      .replace(/,(?=[^,]*$)/, '.')
      .replaceAll(',', '');
  else plain = plain.replaceAll(',', '');
  // Spreadsheets write 0.1 + 0.2 and 1e-7.
  if (/^\d*\.?\d+(e-?\d+)?$/i.test(plain) && (plain.length > 18 || /e/i.test(plain)))
    plain = Number(plain)
      .toFixed(6)
      .replace(/\.?0+$/, '');
  if (!/^\d{0,12}(\.\d*)?$/.test(plain) || !/\d/.test(plain)) return null;
  const [whole = '0', fraction = ''] = plain.split('.');
  const cut = fraction.slice(0, 6).replace(/0+$/, '');
  const value = `${whole.replace(/^0+(?=\d)/, '') || '0'}${cut ? `.${cut}` : ''}`;
  return negative && value !== '0' ? `-${value}` : value;
}

export function wholeIn(text: string): number | null {
  const decimal = decimalIn(text);
  if (decimal === null) return null;
  const number = Number(decimal);
  return Number.isSafeInteger(number) && Math.abs(number) <= 1e6 ? number : null;
}

const YES = new Set(['1', 'y', 'yes', 'true', 't', 'ja', 'on', '是', '有', '对', 'subscribed', 'sí', 'sim']);
const NO = new Set([
  '0',
  'n',
  'no',
  'false',
  'f',
  'nein',
  'off',
  '否',
  '无',
  '没有',
  'unsubscribed',
  'never_subscribed',
  '',
]);

export function yesIn(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}

/** Postgres holds neither NUL nor half a surrogate pair; nobody reads more than this. */
export const clean = (text: string | undefined, longest: number): string =>
  (text ?? '').replaceAll('\0', '').toWellFormed().trim().slice(0, longest);
