/** Countries as files write them: a code, or a name in English or Chinese. */

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** What people write and no list of names has. */
const ALSO: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  eire: 'IE',
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  rsa: 'ZA',
  korea: 'KR',
  'south korea': 'KR',
  russia: 'RU',
  'czech republic': 'CZ',
  holland: 'NL',
  uae: 'AE',
  'hong kong': 'HK',
  macau: 'MO',
  macao: 'MO',
  taiwan: 'TW',
  'mainland china': 'CN',
  prc: 'CN',
  中国大陆: 'CN',
  香港: 'HK',
  澳门: 'MO',
  台湾: 'TW',
};

let known: Map<string, string> | null = null;

function names(): Map<string, string> {
  if (known) return known;
  known = new Map(Object.entries(ALSO));
  for (const locale of ['en', 'zh-CN']) {
    const words = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
    for (const code of LETTERS.flatMap((one) => LETTERS.map((other) => one + other))) {
      // Codes of states that are no more (DD) become those of today.
      if (new Intl.Locale(`und-${code}`).region !== code) continue;
      const name = words.of(code);
      if (name && !known.has(name.toLowerCase())) known.set(name.toLowerCase(), code);
    }
  }
  return known;
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** ISO 3166; null for what names no country (`Unspecified`, `European Community`). */
export function countryOf(text: string): string | null {
  const plain = text.trim();
  if (/^[A-Za-z]{2}$/.test(plain) && plain.toLowerCase() !== 'uk' && regions.of(plain.toUpperCase()))
    return plain.toUpperCase();
  const code = names().get(plain.toLowerCase());
  return code && /^[A-Z]{2}$/.test(code) && !['EU', 'EZ', 'UN', 'ZZ', 'QO'].includes(code) ? code : null;
}
