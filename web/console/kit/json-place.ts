/**
 * Where in a JSON text a path such as `properties.items.2.price` stands, so that an editor can mark it. Works on texts that are not
 * quite JSON any more, because people edit them: it says null instead of failing.
 */
export type Place = { start: number; end: number };

export function placeInJson(text: string, path: string): Place | null {
  const steps = path.split('.').filter(Boolean);
  if (steps.length === 0) return null;
  return new Finder(text, steps).find();
}

class Finder {
  private at = 0;
  private found: Place | null = null;
  private readonly text: string;
  private readonly steps: readonly string[];

  constructor(text: string, steps: readonly string[]) {
    this.text = text;
    this.steps = steps;
  }

  find(): Place | null {
    try {
      this.value(0);
    } catch (failure) {
      if (!(failure instanceof NotJson)) throw failure;
    }
    return this.found;
  }

  /** Reads one value; `matched` of the steps lead to it, or -1 where it is off the path. */
  private value(matched: number): void {
    this.space();
    const start = this.at;
    const character = this.text[this.at];
    if (character === '{') this.members(matched);
    else if (character === '[') this.elements(matched);
    else if (character === '"') this.string();
    else this.word();
    if (matched === this.steps.length) this.found = { start, end: this.at };
  }

  private members(matched: number): void {
    this.take('{');
    this.space();
    while (this.text[this.at] !== '}') {
      this.space();
      const start = this.at;
      const name = this.string();
      this.space();
      this.take(':');
      const next = this.step(matched, name);
      this.value(next);
      // The name too is marked: it may be what is wrong.
      if (next === this.steps.length && this.found) this.found = { start, end: this.at };
      this.space();
      if (this.text[this.at] !== '}') this.take(',');
    }
    this.take('}');
  }

  private elements(matched: number): void {
    this.take('[');
    this.space();
    for (let index = 0; this.text[this.at] !== ']'; index++) {
      this.value(this.step(matched, String(index)));
      this.space();
      if (this.text[this.at] !== ']') this.take(',');
    }
    this.take(']');
  }

  private step(matched: number, name: string): number {
    return matched >= 0 && matched < this.steps.length && this.steps[matched] === name ? matched + 1 : -1;
  }

  private string(): string {
    const match = /"(?:[^"\\]|\\[\s\S])*"/y;
    match.lastIndex = this.at;
    const literal = match.exec(this.text)?.[0];
    if (!literal) throw new NotJson();
    this.at += literal.length;
    try {
      return JSON.parse(literal) as string;
    } catch {
      throw new NotJson();
    }
  }

  private word(): void {
    const match = /[-+.\w]+/y;
    match.lastIndex = this.at;
    const word = match.exec(this.text)?.[0];
    if (!word) throw new NotJson();
    this.at += word.length;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private take(character: string): void {
    if (this.text[this.at] !== character) throw new NotJson();
    this.at++;
  }
}

class NotJson extends Error {}
