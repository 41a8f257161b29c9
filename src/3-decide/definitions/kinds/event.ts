/** How often, how much, when and with what she did something. */
import { z } from 'zod';
import { eventName, filter, numberTest, oneProperty, type Test, test, window } from '../ast.ts';
import { conditionKind } from '../kind.ts';
import type { Question } from '../question.ts';
import {
  parseEvent,
  parseName,
  parseTest,
  parseWindow,
  printEvent,
  printName,
  printTest,
  printWindow,
} from '../text/parts.ts';
import { sayEvent, sayProperty, sayTest, sayTimes, sayWindow } from '../words/phrases.ts';
import { put, type Said, said } from '../words/said.ts';

export const EVENT_TYPE = z.enum(['track', 'identify', 'page', 'screen', 'group', 'alias']);

const about = {
  kind: z.literal('event'),
  /** Its name; without one: anything she does. */
  event: eventName.optional(),
  type: EVENT_TYPE.optional(),
  where: filter.optional(),
  in: window.optional(),
};
const property = oneProperty;
const OF_NUMBERS = ['sum', 'average', 'min', 'max', 'distinct'] as const;
const OF_VALUES = ['first', 'last', 'most_frequent'] as const;

const schema = z.union([
  z.strictObject({ ...about, measure: z.enum(['count', 'days']), is: numberTest }),
  z.strictObject({ ...about, measure: z.enum(OF_NUMBERS), property, is: numberTest }),
  z.strictObject({ ...about, measure: z.enum(OF_VALUES), property, is: test }),
]);
type EventCondition = z.output<typeof schema>;

/** At least once: what is meant by "did". */
const isDid = ({ measure, is }: EventCondition): boolean =>
  measure === 'count' && is.op === 'at_least' && is.value === 1;

const MEASURES: Record<EventCondition['measure'], Said> = {
  count: said('how often', '次数'),
  days: said('on how many days', '天数'),
  sum: said('the sum of {0}', '{0}的合计'),
  average: said('the average {0}', '{0}的平均值'),
  min: said('the smallest {0}', '{0}的最小值'),
  max: said('the largest {0}', '{0}的最大值'),
  distinct: said('the number of different values of {0}', '{0}的不同取值数'),
  first: said('the first {0}', '首次的{0}'),
  last: said('the last {0}', '最近一次的{0}'),
  most_frequent: said('the most frequent {0}', '最常见的{0}'),
};

export const event = conditionKind<EventCondition>({
  kind: 'event',
  schema,
  begins: ['did', 'count', 'days', ...OF_NUMBERS, ...OF_VALUES],
  tree({ event: name = null, type = null, where = null, in: within = null, is, ...rest }) {
    const measure = 'property' in rest ? { of: rest.measure, property: rest.property } : { of: rest.measure };
    const of = { from: 'events' as const, name, type, where };
    return { question: { of, window: within, measure, test: is } as Question };
  },
  say(condition) {
    const what = sayEvent(condition);
    const when = sayWindow(condition.in);
    if (condition.measure === 'count') {
      if (condition.is.op === 'is' && condition.is.value === 0)
        return put(said('did not do {0}{1}', '{1}没有{0}'), what, when);
      const often = isDid(condition) ? said('at least once', '至少 1 次') : sayTimes(condition.is);
      return put(said('did {0}{1} {2}', '{1}{0}{2}'), what, when, often);
    }
    if (condition.measure === 'days')
      return put(
        said('did {0}{1} on a number of days that {2}', '{1}有{0}的天数{2}'),
        what,
        when,
        sayTest(condition.is),
      );
    const { property } = condition as { property: string };
    const measured = put(MEASURES[condition.measure], sayProperty(property));
    return put(
      said('{0} of {1}{2} {3}', '{2}{1}中{0}{3}'),
      measured,
      what,
      when,
      sayTest(condition.is as Test),
    );
  },
  print(condition) {
    const rest = `${printEvent(condition)}${printWindow(condition.in)}`;
    if (isDid(condition)) return `did ${rest}`;
    const begin =
      'property' in condition
        ? `${condition.measure} ${printName(condition.property)} of`
        : condition.measure;
    return `${begin} ${rest} ${printTest(condition.is as Test)}`;
  },
  parse(reader, begin) {
    const withProperty = begin !== 'did' && begin !== 'count' && begin !== 'days';
    const property = withProperty ? parseName(reader) : undefined;
    if (withProperty) reader.needs('of');
    const asked = parseEvent(reader);
    const within = parseWindow(reader);
    const is = begin === 'did' ? { op: 'at_least', value: 1 } : parseTest(reader);
    return {
      kind: 'event',
      ...asked,
      ...(within && { in: within }),
      measure: begin === 'did' ? 'count' : begin,
      ...(property !== undefined && { property }),
      is,
    };
  },
});
