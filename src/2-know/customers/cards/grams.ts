/**
 * Parts of names by which somebody is found, without the names standing anywhere in clear. Chinese is cut into single characters and
 * pairs, because it has no spaces and trigrams miss names of two characters; everything else into beginnings of words. A part is kept as
 * a 32-bit keyed hash: whoever finds by it opens what was found and looks.
 */
import { hash } from 'node:crypto';
import { BoundedMap } from '#platform/bounded';

const LONGEST_BEGINNING = 10;
/** What one person's card holds at most. */
const MOST_GRAMS = 600;
const HAN = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** As it is compared: one width, no case, no accents. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC')
    .toLowerCase();

/** Stretches of one kind: characters that stand for themselves, or words. `wei@tea.example` is a word and three. */
function* stretches(text: string): Generator<{ text: string; han: boolean }> {
  for (const [part] of folded(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    let stretch = '';
    let han = false;
    for (const character of part) {
      const isHan = HAN.test(character);
      if (stretch && isHan !== han) {
        yield { text: stretch, han };
        stretch = '';
      }
      stretch += character;
      han = isHan;
    }
    if (stretch) yield { text: stretch, han };
  }
}

function* parts(text: string): Generator<string> {
  for (const { text: stretch, han } of stretches(text)) {
    const characters = [...stretch];
    if (!han) {
      for (let length = 1; length <= Math.min(LONGEST_BEGINNING, characters.length); length++)
        yield characters.slice(0, length).join('');
      continue;
    }
    for (const [index, character] of characters.entries()) {
      yield character;
      const next = characters[index + 1];
      if (next !== undefined) yield character + next;
    }
  }
}

/** Everything that one of these texts can be found by. */
export function gramsOf(texts: readonly string[], pepper: Buffer): number[] {
  const found = new Set<number>();
  for (const text of texts)
    for (const part of parts(text)) {
      found.add(hashOf(part, pepper));
      if (found.size >= MOST_GRAMS) return [...found];
    }
  return [...found];
}

/** Parts that a text must have so that `query` can be found in it; empty: nothing to look for. */
export function gramsAsked(query: string, pepper: Buffer): number[] {
  const found = new Set<number>();
  for (const { text, han } of stretches(query)) {
    const characters = [...text];
    if (!han) found.add(hashOf(characters.slice(0, LONGEST_BEGINNING).join(''), pepper));
    else if (characters.length === 1) found.add(hashOf(text, pepper));
    else
      for (let index = 0; index + 1 < characters.length; index++)
        found.add(hashOf(`${characters[index]}${characters[index + 1]}`, pepper));
  }
  return [...found];
}

/** Whether each word of the query stands in one of the texts: anywhere in Chinese, at the beginning of a word elsewhere. */
export function isFoundIn(query: string, texts: readonly string[]): boolean {
  const held = texts.map((text) => ` ${[...spaced(text)].join(' ')}`);
  return folded(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => {
      const wanted = [...stretches(word)];
      return wanted.length === 0 || held.some((text) => holds(text, wanted));
    });
}

const spaced = function* (text: string): Generator<string> {
  for (const { text: stretch } of stretches(text)) yield stretch;
};

/** The stretches asked for, one after the other; the first of letters begins a word. */
function holds(text: string, wanted: readonly { text: string; han: boolean }[]): boolean {
  const [first, ...rest] = wanted;
  if (!first) return true;
  const phrase = [first, ...rest].map((stretch) => stretch.text).join(' ');
  return text.includes(first.han ? phrase : ` ${phrase}`);
}

const cached = new BoundedMap<string, number>(200_000);

function hashOf(part: string, pepper: Buffer): number {
  const known = cached.get(part);
  if (known !== undefined) return known;
  const bytes = hash('sha256', Buffer.concat([pepper, Buffer.from(`gram\0${part}`)]), 'buffer');
  const gram = bytes.readInt32BE(0);
  cached.set(part, gram);
  return gram;
}
