/** What a measure makes of the rows of one person, and the test on it, in ClickHouse. */
import type { NumberTest, Test } from '../ast.ts';
import type { OfEntries, Question } from '../question.ts';
import { pathOf } from '../scalar.ts';
import type { Bound } from './bound.ts';
import { numberSql, testOfListSql, testSql } from './test-sql.ts';
import { type ValueSql, valueSql } from './value-sql.ts';

/** `aggregate` over the rows that count (`condition`), and the test of its outcome under the name it is given. */
export type MeasureSql = { aggregate: string; passes(outcome: string): string };

type Asked = { question: Question; condition: string; values: Bound; zone: string };

export function measureSql(asked: Asked): MeasureSql {
  const { of } = asked.question;
  switch (of.from) {
    case 'events':
      return ofEvents(asked);
    case 'entries':
      return ofEntries(asked);
    case 'steps':
      return ofSteps(asked);
    case 'facts':
      return asked.question.measure.of === 'consent' ? ofConsent(asked) : ofFacts(asked);
  }
}

function ofEvents(asked: Asked): MeasureSql {
  const { question, condition, values, zone } = asked;
  const { measure, test } = question;
  const compare = (sum: string, n = '1'): string => numberSql(test as NumberTest, sum, n, values);
  if (measure.of === 'count')
    return {
      aggregate: `countIf(${condition})`,
      passes: (outcome) => compare(`toInt64(${outcome}) * 10000`),
    };
  if (measure.of === 'days') {
    const day = `toDate32(fromUnixTimestamp64Milli(t, ${values.text(zone)}))`;
    return {
      aggregate: `uniqExactIf(${day}, ${condition})`,
      passes: (outcome) => compare(`toInt64(${outcome}) * 10000`),
    };
  }
  const { property } = measure as { property: string };
  const { of, before } = pathOf(property);
  const value = valueSql(of, before, values);
  const { number } = value;
  const isNumber = `${condition} AND isNotNull(${number})`;
  const some = (outcome: string): string => `ifNull(${compare(outcome)}, 0)`;
  switch (measure.of) {
    case 'sum':
      return {
        aggregate: `sumIf(ifNull(${number}, 0), ${condition})`,
        passes: (outcome) => compare(outcome),
      };
    case 'average':
      return {
        aggregate: `tuple(sumIf(ifNull(${number}, 0), ${isNumber}), countIf(${isNumber}))`,
        passes: (outcome) => `(${outcome}.2 > 0 AND ${compare(`${outcome}.1`, `${outcome}.2`)})`,
      };
    case 'min':
      return { aggregate: `minIf(${number}, ${isNumber})`, passes: some };
    case 'max':
      return { aggregate: `maxIf(${number}, ${isNumber})`, passes: some };
    case 'distinct':
      return {
        aggregate: `uniqExactIf(${value.key}, ${condition} AND ${value.key} != '')`,
        passes: (outcome) => compare(`toInt64(${outcome}) * 10000`),
      };
    default:
      return ofValues(asked, value);
  }
}

/** The outcome is a tuple: what `ValueSql` needs, '' where there is none. */
function ofValues({ question, condition, values }: Asked, { key, number, text }: ValueSql): MeasureSql {
  const isThere = `${condition} AND ${key} != ''`;
  const whole = `tuple(${key}, ${number}, ${text})`;
  const passes = (outcome: string): string =>
    testSql(
      question.test as Test,
      { key: `${outcome}.1`, number: `${outcome}.2`, text: `${outcome}.3` },
      values,
    );
  if (question.measure.of === 'first')
    return { aggregate: `argMinIf(${whole}, tuple(t, position), ${isThere})`, passes };
  if (question.measure.of === 'last')
    return { aggregate: `argMaxIf(${whole}, tuple(t, position), ${isThere})`, passes };
  return {
    aggregate: `groupArrayIf(tuple(${key}, ${number}, ${text}, t, position), ${isThere})`,
    passes: (met) => passes(mostFrequentOf(met)),
  };
}

/** Of those met equally often, the one met last. */
function mostFrequentOf(met: string): string {
  const times = `arrayMap(one -> tuple(one.1, one.2, one.3, arrayCount(other -> other.1 = one.1, ${met}), one.4, one.5), ${met})`;
  return `arrayReverseSort(one -> tuple(one.4, one.5, one.6), ${times})[1]`;
}

function ofEntries({ question, condition, values }: Asked): MeasureSql {
  const { counted, added, sign } = question.of as OfEntries;
  const test = question.test as NumberTest;
  const kinds = (of: readonly string[]): string => `has(${values.texts(of)}, entry.kind)`;
  const quantity = `sumIf(entry.quantity, ${condition} AND ${kinds(counted)})`;
  const amount = `${sign === -1 ? '-' : ''}sumIf(entry.amount, ${condition} AND ${kinds(added)})`;
  switch (question.measure.of) {
    case 'count':
      return {
        aggregate: quantity,
        passes: (outcome) => numberSql(test, `${outcome} * 10000`, '1', values),
      };
    case 'sum':
      return { aggregate: amount, passes: (outcome) => numberSql(test, outcome, '1', values, 'whole') };
    default:
      return {
        aggregate: `tuple(${amount}, ${quantity})`,
        passes: (outcome) =>
          `(${outcome}.2 > 0 AND ${numberSql(test, `${outcome}.1`, `${outcome}.2`, values, 'whole')})`,
      };
  }
}

/** `condition`: a mask of the steps that a row may be. For each step the latest beginning of those that got so far. */
function ofSteps({ question, condition: mask, values }: Asked): MeasureSql {
  const { steps } = question.of as { steps: readonly unknown[] };
  const { within } = question.measure as { within: number };
  const never = 'toInt64(-9000000000000000)';
  const next = steps.map((_, step) => {
    const own = `so_far.${step + 1}`;
    if (step === 0) return `if(bitTest(one.3, 0), one.1, ${own})`;
    const before = `so_far.${step}`;
    const fits = `bitTest(one.3, ${step}) AND ${before} != ${never} AND one.1 - ${before} <= ${values.whole(within)}`;
    return `if(${fits}, greatest(${own}, ${before}), ${own})`;
  });
  const rows = `arraySort(groupArrayIf(tuple(t, position, toUInt32(${mask})), ${mask} != 0))`;
  const start = `tuple(${steps.map(() => never).join(', ')})`;
  return {
    aggregate: `arrayFold((so_far, one) -> tuple(${next.join(', ')}), ${rows}, ${start})`,
    passes: (outcome) => `${outcome}.${steps.length} != ${never}`,
  };
}

/** JSON as it was said; '' where nothing was. */
function ofFacts({ question, condition, values }: Asked): MeasureSql {
  return {
    aggregate: `argMaxIf(value, tuple(t, position), ${condition})`,
    passes: (outcome) =>
      testOfListSql(
        question.test as Test,
        `if(startsWith(${outcome}, '['), JSONExtractArrayRaw(${outcome}), [${outcome}])`,
        [],
        values,
      ),
  };
}

/** Of each profile and channel what was said last; of one instant the more restrictive. */
function ofConsent({ question, condition }: Asked): MeasureSql {
  const restraint = `transform(JSONExtractString(value), ['granted', 'denied', 'withdrawn'], [0, 1, 2], -1)`;
  const said = `groupArrayIf(tuple(tuple(profile, fact), tuple(t, ${restraint})), ${condition})`;
  const refuses = (outcome: string): string =>
    `arrayExists(one -> one.2.2 != 0 AND NOT arrayExists(other -> other.1 = one.1 AND other.2 > one.2, ${outcome}), ${outcome})`;
  const verdicts = {
    unsaid: (outcome: string) => `empty(${outcome})`,
    granted: (outcome: string) => `(notEmpty(${outcome}) AND NOT ${refuses(outcome)})`,
    refused: (outcome: string) => `(notEmpty(${outcome}) AND ${refuses(outcome)})`,
  };
  const { value } = question.test as { value: keyof typeof verdicts };
  return { aggregate: said, passes: verdicts[value] };
}
