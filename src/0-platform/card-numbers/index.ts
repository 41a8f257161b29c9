/**
 * Card numbers in what people type. PCI DSS 4.0 lets none be stored readable (3.5.1) and no more of one be shown than its ends (3.4.1), and
 * whoever serves a customer on the phone writes one into a note before she thinks. All but the last four digits is taken out beforehand.
 *
 * It guarantees: no number of 13 to 19 digits that passes the check digit stays whole, however blanks and dashes divide it. It leaves what fails
 * the check: nine of ten order numbers. The tenth is taken for a card, which does less harm than a card that is taken for an order.
 */

/** As an input method for Chinese writes them, too. */
const DIGITS = '[0-9０-９]+';
const BETWEEN = '[ \\t\\u00A0\\u2007\\u202F\\u3000\\-\\u2010-\\u2015\\u2212\\uFF0D_]{1,3}';
const GROUPS = new RegExp(`${DIGITS}(?:${BETWEEN}${DIGITS})*`, 'g');
const [SHORTEST, LONGEST] = [13, 19];
/** A plus leads a telephone number (E.164), and those are no longer. */
const LONGEST_PHONE = 15;

export type Redacted<T> = { value: T; removed: number };

/** `•••• 1111` for each card number in a text. */
export function withoutCardNumbers(text: string): Redacted<string> {
  let removed = 0;
  const value = text.replace(GROUPS, (run, at: number) => {
    const told = redactedRun(run, text[at - 1] === '+');
    removed += told.removed;
    return told.value;
  });
  return { value, removed };
}

/** The same for every text inside a value of JSON; names of properties stay. */
export function withoutCardNumbersIn(value: unknown): Redacted<unknown> {
  if (typeof value === 'string') return withoutCardNumbers(value);
  if (typeof value !== 'object' || value === null) return { value, removed: 0 };
  const parts = Object.entries(value).map(([name, part]) => [name, withoutCardNumbersIn(part)] as const);
  const removed = parts.reduce((sum, [, part]) => sum + part.removed, 0);
  if (removed === 0) return { value, removed };
  return {
    value: Array.isArray(value)
      ? parts.map(([, part]) => part.value)
      : Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
    removed,
  };
}

type Group = { from: number; to: number; digits: string };

/** Digits in groups: a card number begins and ends with one of them. */
function redactedRun(run: string, afterPlus: boolean): Redacted<string> {
  const groups = [...run.matchAll(new RegExp(DIGITS, 'g'))].map(
    ({ 0: digits, index }): Group => ({
      from: index,
      to: index + digits.length,
      digits: digits.normalize('NFKC'),
    }),
  );
  let [value, written, removed] = ['', 0, 0];
  for (let first = 0; first < groups.length; first++) {
    const found = cardFrom(groups, first, afterPlus && first === 0 ? LONGEST_PHONE + 1 : SHORTEST);
    if (!found) continue;
    value += `${run.slice(written, found.from)}•••• ${found.digits.slice(-4)}`;
    written = found.to;
    removed++;
    first = found.last;
  }
  return { value: value + run.slice(written), removed };
}

/** The longest that passes: a shorter one inside it would leave the rest to be read. */
function cardFrom(
  groups: readonly Group[],
  first: number,
  shortest: number,
): (Group & { last: number }) | null {
  let digits = '';
  let found: (Group & { last: number }) | null = null;
  for (let last = first; last < groups.length && digits.length <= LONGEST; last++) {
    const group = groups[last] as Group;
    digits += group.digits;
    if (digits.length >= shortest && digits.length <= LONGEST && passesCheck(digits))
      found = { from: (groups[first] as Group).from, to: group.to, digits, last };
  }
  return found;
}

/** Luhn's check digit (ISO/IEC 7812-1, annex B). Noughts alone pass it, and are no card. */
export function passesCheck(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n++) {
    const digit = digits.charCodeAt(digits.length - 1 - n) - 48;
    const twice = n % 2 === 1 ? digit * 2 : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum > 0 && sum % 10 === 0;
}
