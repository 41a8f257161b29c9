/** Tests of values and filters of events in ClickHouse, as `tests.ts` has them in the process. */
import type { Filter, NumberTest, Test } from '../ast.ts';
import { pathOf, scaled } from '../scalar.ts';
import { keyOf, WAY_SIGNS } from '../tests.ts';
import type { Bound } from './bound.ts';
import { type ValueSql, valueSql } from './value-sql.ts';

/** Whether one value passes; a negation is asked of all of them together. */
type OneSql = (value: ValueSql) => string;

const POSITIVE: Partial<Record<Test['op'], Test['op']>> = {
  is_not: 'is',
  none_of: 'one_of',
  not_contains: 'contains',
};

/** `values`: one that may be missing. */
export function testSql(asked: Test, value: ValueSql, values: Bound): string {
  if (asked.op === 'is_set') return `${value.key} != ''`;
  if (asked.op === 'is_unset') return `${value.key} = ''`;
  const positive = POSITIVE[asked.op];
  if (positive)
    return `(${value.key} != '' AND NOT ${oneSql({ ...asked, op: positive } as Test, values)(value)})`;
  return oneSql(asked, values)(value);
}

/** `elements`: an array of JSON texts, each with a value or none under `path`. */
export function testOfListSql(asked: Test, elements: string, path: readonly string[], values: Bound): string {
  const value = valueSql('element', path, values);
  const some = (condition: string): string => `arrayExists(element -> ${condition}, ${elements})`;
  if (asked.op === 'is_set') return some(`${value.key} != ''`);
  if (asked.op === 'is_unset') return `NOT ${some(`${value.key} != ''`)}`;
  const positive = POSITIVE[asked.op];
  if (!positive) return some(oneSql(asked, values)(value));
  const one = oneSql({ ...asked, op: positive } as Test, values)(value);
  return `(${some(`${value.key} != ''`)} AND NOT ${some(one)})`;
}

function oneSql(asked: Test, values: Bound): OneSql {
  switch (asked.op) {
    case 'is':
      return ({ key }) => `${key} = ${values.text(keyOf(asked.value))}`;
    case 'one_of':
      return ({ key }) => `has(${values.texts(asked.value.map(keyOf))}, ${key})`;
    case 'contains':
      return ({ text }) => `position(${text}, ${values.text(asked.value)}) > 0`;
    case 'starts_with':
      return ({ text }) => `startsWith(${text}, ${values.text(asked.value)})`;
    case 'ends_with':
      return ({ text }) => `endsWith(${text}, ${values.text(asked.value)})`;
    case 'within':
      return ({ text }) => {
        const ways = WAY_SIGNS.map((sign) => `startsWith(${text}, ${values.text(asked.value + sign)})`);
        return `(${[`${text} = ${values.text(asked.value)}`, ...ways].join(' OR ')})`;
      };
    case 'on_or_after':
      return ({ text }) => `${dayIn(text)} >= ${values.text(asked.value)}`;
    case 'on_or_before':
      return ({ text }) => `(${dayIn(text)} != '' AND ${dayIn(text)} <= ${values.text(asked.value)})`;
    default:
      return ({ number }) => `ifNull(${numberSql(asked as NumberTest, number, '1', values)}, 0)`;
  }
}

const dayIn = (text: string): string => `extract(${text}, '^[12][0-9]{3}-[01][0-9]-[0-3][0-9]')`;

/** Compares sum ÷ n with the test's value, both sides as whole numbers of 128 bits. */
export function numberSql(
  asked: NumberTest,
  sum: string,
  n: string,
  values: Bound,
  unit: 'ten_thousandths' | 'whole' = 'ten_thousandths',
): string {
  const limit = (value: number): string => {
    const whole = values.whole(unit === 'whole' ? value : scaled(value));
    return n === '1' ? `toInt128(${whole})` : `toInt128(${whole}) * toInt128(${n})`;
  };
  const total = `toInt128(${sum})`;
  switch (asked.op) {
    case 'between':
      return `(${total} >= ${limit(asked.value[0])} AND ${total} <= ${limit(asked.value[1])})`;
    case 'is':
      return `${total} = ${limit(asked.value)}`;
    case 'is_not':
      return `${total} != ${limit(asked.value)}`;
    case 'at_least':
      return `${total} >= ${limit(asked.value)}`;
    case 'at_most':
      return `${total} <= ${limit(asked.value)}`;
    case 'more_than':
      return `${total} > ${limit(asked.value)}`;
    case 'less_than':
      return `${total} < ${limit(asked.value)}`;
  }
}

export function filterSql(filter: Filter, values: Bound): string {
  if ('all' in filter) return `(${filter.all.map((part) => filterSql(part, values)).join(' AND ')})`;
  if ('any' in filter) return `(${filter.any.map((part) => filterSql(part, values)).join(' OR ')})`;
  if ('not' in filter) return `(NOT ${filterSql(filter.not, values)})`;
  const { of, before, list, after } = pathOf(filter.property);
  if (!list) return testSql(filter, valueSql(of, before, values), values);
  const keys = before.map((key) => values.text(key)).join(', ');
  return testOfListSql(filter, `JSONExtractArrayRaw(${of}, ${keys})`, after, values);
}
