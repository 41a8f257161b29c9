/**
 * The XML that WeChat pushes: one `<xml>` with elements in it, their texts plain or in CDATA, at most two deep. Nothing else is read: a document
 * type, an entity of its own, an attribute, a comment or an instruction is no message of WeChat's (XXE, entity bombs). In CDATA anything may stand.
 */
const MOST = 256 * 1024;
const ELEMENT = /\s*<([A-Za-z]\w{0,63})>/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const TEXT = /[^<]*/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Null: not what WeChat sends. Of elements in elements the outer names nothing. */
export function readXml(text: string): Record<string, string> | null {
  if (text.length > MOST) return null;
  const values: Record<string, string> = Object.create(null);
  const end = readElement(text, 0, values, 0);
  return end !== null && text.slice(end).trim() === '' ? { ...values } : null;
}

function readElement(text: string, from: number, into: Record<string, string>, depth: number): number | null {
  const open = matchAt(ELEMENT, text, from);
  if (!open || depth > 4) return null;
  const name = open[1] as string;
  if (depth === 0 && name !== 'xml') return null;
  let at = from + open[0].length;
  let value = '';
  const close = `</${name}>`;
  for (;;) {
    const plain = (matchAt(TEXT, text, at) as RegExpExecArray)[0];
    const decoded = decode(plain);
    if (decoded === null) return null;
    value += decoded;
    at += plain.length;
    if (text.startsWith(close, at)) break;
    const data = matchAt(CDATA, text, at);
    if (data) {
      value += data[1] as string;
      at += data[0].length;
      continue;
    }
    const inside = readElement(text, at, into, depth + 1);
    if (inside === null) return null;
    at = inside;
  }
  if (depth > 0 && !(name in into)) into[name] = value.trim();
  return at + close.length;
}

function matchAt(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/** Null: an entity that XML does not have by itself. */
function decode(text: string): string | null {
  let known = true;
  const decoded = text.replaceAll(/&([^;\s&]{0,12});?/g, (all, name: string) => {
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
    const point = code ? Number.parseInt(code[1] ?? (code[2] as string), code[1] ? 16 : 10) : Number.NaN;
    if (all.endsWith(';') && ENTITIES[name] !== undefined) return ENTITIES[name];
    if (all.endsWith(';') && point > 0 && point <= 0x10ffff) return String.fromCodePoint(point);
    known = false;
    return '';
  });
  return known ? decoded : null;
}
