/**
 * What a file is, by its bytes and never by its name or what its sender says of it. An allow-list: whatever a browser might run (HTML, SVG, any
 * other XML, scripts in office files) is none of them. WHATWG MIME Sniffing, the patterns of chapter 6; APPNOTE 4.3 for the directory of a zip.
 */
import type { FileKind } from './contract.ts';

export const MEDIA_TYPES: Record<FileKind, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  text: 'text/plain; charset=utf-8',
};

const ENDINGS: Record<FileKind, readonly [string, ...string[]]> = {
  pdf: ['pdf'],
  png: ['png'],
  jpeg: ['jpg', 'jpeg'],
  webp: ['webp'],
  gif: ['gif'],
  xlsx: ['xlsx'],
  docx: ['docx'],
  text: ['txt', 'csv', 'md', 'log'],
};

/** Null: none of those that are kept. */
export function kindOfBytes(bytes: Buffer): FileKind | null {
  const begins = (hex: string, at = 0): boolean =>
    bytes.subarray(at, at + hex.length / 2).toString('hex') === hex;
  if (begins('255044462d')) return 'pdf';
  if (begins('89504e470d0a1a0a')) return 'png';
  if (begins('ffd8ff')) return 'jpeg';
  if (begins('474946383761') || begins('474946383961')) return 'gif';
  if (begins('52494646') && begins('57454250', 8)) return 'webp';
  if (begins('504b0304')) return officeKind(namesInZip(bytes));
  return isPlainText(bytes) ? 'text' : null;
}

function officeKind(names: ReadonlySet<string>): FileKind | null {
  const hasProgram = [...names].some((name) => /vbaproject|\.bin$|activex/i.test(name) && !isHarmless(name));
  if (!names.has('[Content_Types].xml') || hasProgram) return null;
  const isSheet = names.has('xl/workbook.xml');
  const isLetter = names.has('word/document.xml');
  // One that claims to be both is neither.
  if (isSheet === isLetter) return null;
  return isSheet ? 'xlsx' : 'docx';
}

/** Excel keeps how a sheet is printed in a file of its own. */
const isHarmless = (name: string): boolean => /^xl\/printerSettings\/[^/]+\.bin$/.test(name);

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** Names in the zip's directory; empty where it has none, or one that does not fit. */
function namesInZip(bytes: Buffer): ReadonlySet<string> {
  const names = new Set<string>();
  const lowest = Math.max(0, bytes.length - 22 - 0xffff);
  let end = bytes.length - 22;
  while (end >= lowest && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < lowest) return names;
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) return new Set();
    const nameLength = bytes.readUInt16LE(at + 28);
    names.add(bytes.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}

const MARKUP = /^\s*<|<\s*\/?\s*(?:!doctype|html|head|body|svg|script|iframe|object|embed|\?xml)\b/i;

function isPlainText(bytes: Buffer): boolean {
  if (bytes.length === 0) return false;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells bytes from text
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) && !MARKUP.test(text);
}

const LONGEST_NAME = 120;

/** The name as it is shown: without folders, without what cannot be seen, and ending as what the file is. */
export function shownName(given: string, kind: FileKind): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>|:*?]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const [ending] = ENDINGS[kind];
  const own = /\.([a-z0-9]{1,5})$/i.exec(clean)?.[1]?.toLowerCase();
  const fits = own !== undefined && ENDINGS[kind].includes(own);
  const base = fits ? clean.slice(0, -own.length - 1) : clean;
  return `${[...base].slice(0, LONGEST_NAME).join('').trim() || 'file'}.${fits ? own : ending}`;
}

/** RFC 6266: a plain name for all, the whole one for those who read RFC 8187. */
export function disposition(name: string): string {
  const plain = name.replace(/[^\w.() -]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
