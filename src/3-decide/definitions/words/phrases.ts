/** What conditions have in common when they are said: durations, windows, tests, filters, events. */
import type { Duration, Filter, Test, Value, Window } from '../ast.ts';
import type { EventAsked } from '../text/parts.ts';
import { EVENT_WORDS } from './event-words.ts';
import { listed, put, quoted, type Said, said } from './said.ts';

const UNITS: Record<Duration['unit'] | 'month' | 'quarter', Said> = {
  minute: said('minute', '分钟'),
  hour: said('hour', '小时'),
  day: said('day', '天'),
  week: said('week', '周'),
  month: said('month', '个月'),
  quarter: said('quarter', '个季度'),
  year: said('year', '年'),
};

export function sayDuration({ n, unit }: Duration): Said {
  const { en, zh } = UNITS[unit];
  return said(`${n} ${en}${n === 1 ? '' : 's'}`, `${n} ${zh}`);
}

const PRESENT: Record<string, [Said, Said]> = {
  day: [said('today', '今天'), said('yesterday', '昨天')],
  week: [said('this week', '本周'), said('last week', '上周')],
  month: [said('this month', '本月'), said('last month', '上个月')],
  quarter: [said('this quarter', '本季度'), said('last quarter', '上季度')],
  year: [said('this year', '今年'), said('last year', '去年')],
};

/** With a space in front in English; nothing for ever. */
export function sayWindow(window: Window | undefined): Said {
  if (!window) return said('', '');
  if ('last' in window) return put(said(' in the last {0}', '最近 {0}内'), sayDuration(window.last));
  if ('between' in window)
    return put(said(' from {0} until {1}', '{0} 至 {1} 期间'), window.between.from, window.between.to);
  if ('days' in window) return sayDays(window.days);
  const { unit, from, to } = window.calendar;
  const [present, previous] = PRESENT[unit] as [Said, Said];
  if (from === 0) return put(said(' {0}', '{0}'), present);
  if (from === 1 && to === 1) return put(said(' {0}', '{0}'), previous);
  const units = sayUnits(from - to + 1, unit);
  if (to === 0)
    return put(
      said(' in the last {0} of the calendar, the present one included', '按日历最近 {0}（含当前）'),
      units,
    );
  if (to === 1) return put(said(' in the last {0} of the calendar that are over', '按日历此前 {0}'), units);
  return put(
    said(' from {0} ago to {1} ago by the calendar', '按日历 {0}前至 {1}前'),
    sayUnits(from, unit),
    sayUnits(to, unit),
  );
}

const sayUnits = (n: number, unit: keyof typeof UNITS): Said =>
  said(`${n} ${UNITS[unit].en}${n === 1 ? '' : 's'}`, `${n} ${UNITS[unit].zh}`);

function sayDays({ from, to }: { from?: string | undefined; to?: string | undefined }): Said {
  if (from !== undefined && to !== undefined) return put(said(' from {0} to {1}', '{0} 至 {1}'), from, to);
  return from !== undefined
    ? put(said(' since {0}', '自 {0} 起'), from)
    : put(said(' up to {0}', '截至 {0}'), to ?? '');
}

const sayValue = (value: Value): Said =>
  typeof value === 'string'
    ? quoted(value)
    : typeof value === 'boolean'
      ? value
        ? said('yes', '是')
        : said('no', '否')
      : said(String(value), String(value));

/** How a number is said: amounts and pieces have units of their own. */
export type SayNumber = (value: number) => Said;
const plain: SayNumber = (value) => said(String(value), String(value));

export function sayTest(asked: Test, sayNumber: SayNumber = plain): Said {
  switch (asked.op) {
    case 'is':
    case 'is_not': {
      const value = typeof asked.value === 'number' ? sayNumber(asked.value) : sayValue(asked.value);
      return put(asked.op === 'is' ? said('is {0}', '为{0}') : said('is not {0}', '不为{0}'), value);
    }
    case 'one_of':
    case 'none_of': {
      const values = asked.value.map(sayValue);
      const list = said(values.map(({ en }) => en).join(', '), values.map(({ zh }) => zh).join('、'));
      return put(
        asked.op === 'one_of'
          ? said('is one of {0}', '为{0}之一')
          : said('is none of {0}', '不为{0}中任何一个'),
        list,
      );
    }
    case 'is_set':
      return said('is known', '有值');
    case 'is_unset':
      return said('is not known', '无值');
    case 'between':
      return put(said('is between {0} and {1}', '在 {0} 到 {1} 之间'), ...asked.value.map(sayNumber));
    case 'at_least':
    case 'at_most':
    case 'more_than':
    case 'less_than':
      return put(COMPARING[asked.op], sayNumber(asked.value));
    case 'on_or_after':
    case 'on_or_before':
      return put(
        asked.op === 'on_or_after'
          ? said('is {0} or later', '不早于 {0}')
          : said('is {0} or earlier', '不晚于 {0}'),
        asked.value,
      );
    default:
      return put(TEXTS[asked.op], quoted(asked.value));
  }
}

const COMPARING = {
  at_least: said('is at least {0}', '至少 {0}'),
  at_most: said('is at most {0}', '至多 {0}'),
  more_than: said('is more than {0}', '超过 {0}'),
  less_than: said('is less than {0}', '不足 {0}'),
};
const TEXTS = {
  contains: said('contains {0}', '包含{0}'),
  not_contains: said('does not contain {0}', '不包含{0}'),
  starts_with: said('starts with {0}', '以{0}开头'),
  ends_with: said('ends with {0}', '以{0}结尾'),
  within: said('is {0} or below', '属于{0}及其下级'),
};

/** `twice or more`: how often, without the verb. */
export function sayTimes(asked: Test): Said {
  switch (asked.op) {
    case 'at_least':
      return said(`at least ${times(asked.value)}`, `至少 ${asked.value} 次`);
    case 'at_most':
      return said(`at most ${times(asked.value)}`, `至多 ${asked.value} 次`);
    case 'more_than':
      return said(`more than ${times(asked.value)}`, `超过 ${asked.value} 次`);
    case 'less_than':
      return said(`less than ${times(asked.value)}`, `不足 ${asked.value} 次`);
    case 'between':
      return said(
        `${asked.value[0]} to ${times(asked.value[1])}`,
        `${asked.value[0]} 到 ${asked.value[1]} 次`,
      );
    default: {
      const { value } = asked as { value: number };
      return asked.op === 'is'
        ? said(`exactly ${times(value)}`, `正好 ${value} 次`)
        : said(`not ${times(value)}`, `次数不为 ${value}`);
    }
  }
}

const times = (value: number): string => (value === 1 ? 'once' : value === 2 ? 'twice' : `${value} times`);

export function sayFilter(filter: Filter): Said {
  if ('not' in filter) return put(said('not ({0})', '非（{0}）'), sayFilter(filter.not));
  if ('property' in filter)
    return put(said('{0} {1}', '{0} {1}'), sayProperty(filter.property), sayTest(filter));
  const parts = ('all' in filter ? filter.all : filter.any).map((part) =>
    'property' in part ? sayFilter(part) : put(said('({0})', '（{0}）'), sayFilter(part)),
  );
  return parts.length === 1 ? (parts[0] as Said) : listed(parts, 'all' in filter ? 'and' : 'or');
}

const PROPERTIES: Record<string, Said> = {
  price: said('price', '价格'),
  quantity: said('quantity', '数量'),
  category: said('category', '类目'),
  brand: said('brand', '品牌'),
  product_id: said('product', '商品编号'),
  sku: said('SKU', 'SKU'),
  revenue: said('revenue', '收入'),
  total: said('total', '总额'),
  currency: said('currency', '币种'),
  coupon: said('coupon', '优惠券'),
};

export const sayProperty = (property: string): Said => PROPERTIES[property] ?? quoted(property);

/** What was done, as a noun: “Product Viewed” where price … */
export function sayEvent({ event, type, where }: EventAsked): Said {
  const name = event === undefined ? said('anything', '任意行为') : (EVENT_WORDS[event] ?? quoted(event));
  const typed = type ? put(said('{1} ({0})', '{1}（{0}）'), type, name) : name;
  return where ? put(said('{0} where {1}', '{0}（{1}）'), typed, sayFilter(where)) : typed;
}
