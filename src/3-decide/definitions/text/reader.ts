/** The text form of a definition, word by word. What does not fit is refused with the place where it stands and what would fit there. */
import { Problem } from '#platform/errors';

export type Token = {
  kind: 'word' | 'text' | 'name' | 'number' | 'day' | 'instant' | 'sign' | 'end';
  /** As it is meant: a text without its quotes. */
  value: string;
  at: number;
};

const PATTERNS: readonly [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['instant', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?(Z|[+-]\d\d:\d\d)/y],
  ['day', /\d{4}-\d\d-\d\d/y],
  ['number', /-?\d+(\.\d+)?/y],
  ['text', /"(?:[^"\\\n]|\\.)*"/y],
  ['name', /`[^`\n]*`/y],
  ['word', /[\p{L}_$][\p{L}\p{M}\w$]*(\[\])?(\.[\p{L}_$][\p{L}\p{M}\w$]*(\[\])?)*/uy],
  ['sign', />=|<=|!=|[><=(),*]/y],
];

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const found = PATTERNS.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      return match ? [{ kind, raw: match[0] }] : [];
    })[0];
    if (!found) throw refusal(text, at, text.slice(at, at + 10), ['a word, a number or a text in "quotes"']);
    if (found.kind !== 'space')
      tokens.push({ kind: found.kind, value: meaning(text, at, found.kind, found.raw), at });
    at += found.raw.length;
  }
  return [...tokens, { kind: 'end', value: '', at: text.length }];
}

function meaning(text: string, at: number, kind: Token['kind'], raw: string): string {
  if (kind === 'name') return raw.slice(1, -1);
  if (kind !== 'text') return raw;
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw refusal(text, at, raw, ['a text as JSON writes it']);
  }
}

/** `definition_text_invalid`, with line and column, and in `fields` the offset. */
function refusal(text: string, at: number, found: string, expected: readonly string[]): Problem {
  const before = text.slice(0, at).split('\n');
  return new Problem('definition_text_invalid', {
    params: {
      line: before.length,
      column: (before.at(-1) ?? '').length + 1,
      found: found || '∎',
      expected: [...new Set(expected)].slice(0, 24).join(', '),
    },
    fields: [
      { field: `text.${at}`, code: 'definition_text_invalid', message: `${found} → ${expected[0] ?? ''}` },
    ],
  });
}

/** Deeper than anybody means it. */
const DEEPEST = 100;

export class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #place = 0;
  #depth = 0;
  /** What would have fitted here. */
  #expected: string[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  get here(): Token {
    return this.#tokens[this.#place] as Token;
  }

  /** Whether these words or signs stand here, without taking them. */
  sees(...words: readonly string[]): boolean {
    const fits = words.every((word, index) => {
      const token = this.#tokens[this.#place + index];
      return (token?.kind === 'word' || token?.kind === 'sign') && token.value === word;
    });
    if (!fits) this.#expected.push(words.join(' '));
    return fits;
  }

  /** Takes these words where they stand here. */
  takes(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#move(words.length);
    return true;
  }

  needs(...words: readonly string[]): void {
    if (!this.takes(...words)) this.fail();
  }

  /** The one of these that stands here. */
  oneOf<T extends string>(words: readonly T[]): T {
    return words.find((word) => this.takes(word)) ?? this.fail();
  }

  /** The value of the token that stands here, if it is one of these kinds. */
  value(...kinds: readonly Token['kind'][]): Token {
    const token = this.here;
    if (!kinds.includes(token.kind)) return this.fail(...kinds.map((kind) => KINDS[kind]));
    this.#move(1);
    return token;
  }

  /** Reads what stands inside of something. */
  inside<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) this.fail('fewer parentheses');
    const inner = read();
    this.#depth--;
    return inner;
  }

  whole(): number {
    const { value } = this.here;
    return this.here.kind === 'number' && /^\d+$/.test(value)
      ? Number(this.value('number').value)
      : this.fail('a whole number');
  }

  isAt(...kinds: readonly Token['kind'][]): boolean {
    return kinds.includes(this.here.kind);
  }

  fail(...expected: readonly string[]): never {
    const { at, value } = this.here;
    throw refusal(this.#text, at, value, [...expected, ...this.#expected]);
  }

  #move(tokens: number): void {
    this.#place += tokens;
    this.#expected = [];
  }
}

const KINDS: Record<Token['kind'], string> = {
  word: 'a name',
  text: 'a text in "quotes"',
  name: 'a name in `quotes`',
  number: 'a number',
  day: 'a day such as 2026-11-11',
  instant: 'an instant such as 2026-11-11T00:00:00Z',
  sign: 'a sign',
  end: 'the end',
};
