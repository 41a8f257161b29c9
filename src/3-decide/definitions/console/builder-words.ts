/** The builder's words: kinds of conditions, measures, comparisons, times. */
import { useLingui } from '@lingui/react/macro';
import type { Duration, Test, Window } from '../ast.ts';

export type Op = Test['op'];
/** How a window is chosen. */
export type WindowChoice = 'ever' | 'last' | 'this' | 'previous' | 'units' | 'days';
export type CalendarUnit = Extract<Window, { calendar: unknown }>['calendar']['unit'];
export type EventMeasure =
  | 'did'
  | 'did_not'
  | 'count'
  | 'days'
  | 'sum'
  | 'average'
  | 'min'
  | 'max'
  | 'distinct'
  | 'first'
  | 'last'
  | 'most_frequent';

export function useKindWords(): Record<string, string> {
  const { t } = useLingui();
  return {
    event: t`What she did`,
    sequence: t`One after another`,
    orders: t`Orders`,
    goods: t`What she bought`,
    trait: t`Trait`,
    attribute: t`Noted by staff`,
    tag: t`Tag`,
    consent: t`Consent`,
    segment: t`Another segment`,
    text: t`As text`,
  };
}

export function useMeasureWords(): Record<EventMeasure, string> {
  const { t } = useLingui();
  return {
    did: t`did`,
    did_not: t`did not`,
    count: t`how often she did`,
    days: t`on how many days she did`,
    sum: t`the sum of`,
    average: t`the average of`,
    min: t`the smallest`,
    max: t`the largest`,
    distinct: t`how many different`,
    first: t`the first`,
    last: t`the latest`,
    most_frequent: t`the most frequent`,
  };
}

export function useOpWords(): Record<Op, string> {
  const { t } = useLingui();
  return {
    is: t`is`,
    is_not: t`is not`,
    one_of: t`is one of`,
    none_of: t`is none of`,
    contains: t`contains`,
    not_contains: t`does not contain`,
    starts_with: t`starts with`,
    ends_with: t`ends with`,
    within: t`is in category`,
    on_or_after: t`is on or after`,
    on_or_before: t`is on or before`,
    is_set: t`is known`,
    is_unset: t`is not known`,
    at_least: t`at least`,
    at_most: t`at most`,
    more_than: t`more than`,
    less_than: t`less than`,
    between: t`between`,
  };
}

export function useTimeWords() {
  const { t } = useLingui();
  const durations: Record<Duration['unit'], string> = {
    minute: t`minutes`,
    hour: t`hours`,
    day: t`days`,
    week: t`weeks`,
    year: t`years`,
  };
  const present: Record<CalendarUnit, string> = {
    day: t`today`,
    week: t`this week`,
    month: t`this month`,
    quarter: t`this quarter`,
    year: t`this year`,
  };
  const previous: Record<CalendarUnit, string> = {
    day: t`yesterday`,
    week: t`last week`,
    month: t`last month`,
    quarter: t`last quarter`,
    year: t`last year`,
  };
  const units: Record<CalendarUnit, string> = {
    day: t`days`,
    week: t`weeks`,
    month: t`months`,
    quarter: t`quarters`,
    year: t`years`,
  };
  const choices: Record<WindowChoice, string> = {
    ever: t`at any time`,
    last: t`in the last`,
    this: t`in the present`,
    previous: t`in the previous`,
    units: t`by the calendar, from`,
    days: t`between two days`,
  };
  return { durations, present, previous, units, choices };
}

/** What the server says of a row, as codes. */
export function useFaultWords(): (code: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    pair_backwards: t`The first value is larger than the second.`,
    window_backwards: t`The time ends before it begins.`,
    window_empty: t`Choose a day.`,
    number_too_fine: t`At most four decimals are compared.`,
    text_invalid: t`This holds characters that cannot be compared.`,
    property_lists: t`Only one list may be on the way to a property.`,
    property_spaces: t`A property has spaces where none may be.`,
    too_many_conditions: t`These are too many conditions.`,
    too_deep: t`This is nested too deep.`,
  };
  return (code) => words[code] ?? t`This is not accepted as it stands here.`;
}
