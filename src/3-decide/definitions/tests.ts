/** Whether a test holds of what was found. Compiled once, asked millions of times. */
import type { Filter, NumberTest, Test, Value } from './ast.ts';
import type { PastEvent } from './history.ts';
import { pathOf, type Scalar, scalarOf, scaled, valuesAt } from './scalar.ts';

export type Holds = (values: readonly Scalar[]) => boolean;

/** What stands between the parts of a category's way: `Tea / Green tea`, `Tea/Green tea`, `Tea > Green tea`. */
export const WAY_SIGNS = [' / ', '/', ' > ', '>'] as const;

/** Of several values (a list) it is enough that one passes; a negation holds when there are values and none is the one. */
export function holdsOf(asked: Test): Holds {
  switch (asked.op) {
    case 'is_set':
      return (values) => values.length > 0;
    case 'is_unset':
      return (values) => values.length === 0;
    case 'is_not':
      return noneOf(passes({ op: 'is', value: asked.value }));
    case 'none_of':
      return noneOf(passes({ op: 'one_of', value: asked.value }));
    case 'not_contains':
      return noneOf(passes({ op: 'contains', value: asked.value }));
    default: {
      const pass = passes(asked);
      return (values) => values.some(pass);
    }
  }
}

const noneOf =
  (pass: (value: Scalar) => boolean): Holds =>
  (values) =>
    values.length > 0 && !values.some(pass);

export const keyOf = (value: Value): string => scalarOf(value)?.key ?? '';

function passes(asked: Test): (value: Scalar) => boolean {
  switch (asked.op) {
    case 'is':
    case 'one_of': {
      const keys = new Set((Array.isArray(asked.value) ? asked.value : [asked.value]).map(keyOf));
      return ({ key }) => keys.has(key);
    }
    case 'contains':
      return ({ text }) => text?.includes(asked.value) ?? false;
    case 'starts_with':
      return ({ text }) => text?.startsWith(asked.value) ?? false;
    case 'ends_with':
      return ({ text }) => text?.endsWith(asked.value) ?? false;
    case 'within':
      return ({ text }) =>
        text !== null &&
        (text === asked.value || WAY_SIGNS.some((sign) => text.startsWith(`${asked.value}${sign}`)));
    case 'on_or_after':
      return ({ text }) => dayIn(text) >= asked.value;
    case 'on_or_before':
      return ({ text }) => dayIn(text) !== '' && dayIn(text) <= asked.value;
    default:
      return comparing(asked as NumberTest);
  }
}

/** The day that a text begins with, as ISO 8601 writes it. */
const DAY = /^[12][0-9]{3}-[01][0-9]-[0-3][0-9]/;
const dayIn = (text: string | null): string => (text !== null && DAY.exec(text)?.[0]) || '';

function comparing(asked: NumberTest): (value: Scalar) => boolean {
  const compare = numberHolds(asked);
  return ({ number }) => number !== null && compare(number, 1);
}

/** Compares sum ÷ n, without dividing. `sum` is in ten-thousandths, or in whole units: then the test's values are whole too. */
export function numberHolds(
  asked: NumberTest,
  unit: 'ten_thousandths' | 'whole' = 'ten_thousandths',
): (sum: number, n: number) => boolean {
  const inUnit = (value: number): number => (unit === 'whole' ? value : scaled(value));
  if (asked.op === 'between') {
    const [from, to] = asked.value.map(inUnit) as [number, number];
    return (sum, n) => signOf(sum, from, n) >= 0 && signOf(sum, to, n) <= 0;
  }
  const limit = inUnit(asked.value);
  switch (asked.op) {
    case 'is':
      return (sum, n) => signOf(sum, limit, n) === 0;
    case 'is_not':
      return (sum, n) => signOf(sum, limit, n) !== 0;
    case 'at_least':
      return (sum, n) => signOf(sum, limit, n) >= 0;
    case 'at_most':
      return (sum, n) => signOf(sum, limit, n) <= 0;
    case 'more_than':
      return (sum, n) => signOf(sum, limit, n) > 0;
    case 'less_than':
      return (sum, n) => signOf(sum, limit, n) < 0;
  }
}

/** Sign of sum − limit · n, exact. */
function signOf(sum: number, limit: number, n: number): number {
  const product = limit * n;
  if (Number.isSafeInteger(product)) return Math.sign(sum - product);
  const exact = BigInt(sum) - BigInt(limit) * BigInt(n);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}

export type Passes = (event: PastEvent) => boolean;

export function compileFilter(filter: Filter): Passes {
  if ('all' in filter) {
    const parts = filter.all.map(compileFilter);
    return (event) => parts.every((part) => part(event));
  }
  if ('any' in filter) {
    const parts = filter.any.map(compileFilter);
    return (event) => parts.some((part) => part(event));
  }
  if ('not' in filter) {
    const part = compileFilter(filter.not);
    return (event) => !part(event);
  }
  const path = pathOf(filter.property);
  const holds = holdsOf(filter);
  return (event) => holds(valuesAt(path, event));
}
