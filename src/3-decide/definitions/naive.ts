/**
 * The referee's own evaluator: one person's whole history, read from the beginning for each question, by the letter of what a definition says
 * and with nothing kept or prepared. It shares no window and no arithmetic with the other two: it asks each event on which day it was. Tests of
 * single values it has in common with the live engine; the query has its own.
 */
import type { Test, Window } from './ast.ts';
import { type History, type PastEvent, profilesAt } from './history.ts';
import type { OfEntries, OfEvents, Question, Tree } from './question.ts';
import { pathOf, type Scalar, scalarsOf, scaled, valuesAt } from './scalar.ts';
import { compileFilter, holdsOf, keyOf } from './tests.ts';

type Moment = { at: number; zone: string };

/** Whether she is in it at `at`, as far as was known then. */
export function isInNaively(tree: Tree, history: History, moment: Moment): boolean {
  const hers = profilesAt(history, moment.at);
  if (hers.size === 0) return false;
  const known = history.events
    .filter(({ receivedAt, customer }) => receivedAt <= moment.at && hers.has(customer))
    .sort((one, other) => one.at - other.at || one.position - other.position);
  const ask = (node: Tree): boolean => {
    if ('all' in node) return node.all.every(ask);
    if ('any' in node) return node.any.some(ask);
    if ('not' in node) return !ask(node.not);
    return answer(node.question, known, moment);
  };
  return ask(tree);
}

function answer(question: Question, known: readonly PastEvent[], moment: Moment): boolean {
  const inWindow = (at: number): boolean => at <= moment.at && liesIn(question.window, at, moment);
  const { of } = question;
  if (of.from === 'facts')
    return answerOfFacts(
      question,
      known.filter(({ at }) => inWindow(at)),
    );
  if (of.from === 'steps') {
    const { within } = question.measure as { within: number };
    return follows(
      of.steps,
      known.filter(({ at }) => inWindow(at)),
      within,
      null,
    );
  }
  if (of.from === 'entries') return answerOfEntries(question, of, known, inWindow);
  const matching = known.filter((event) => inWindow(event.at) && isOne(of, event));
  return answerOfEvents(question, matching, moment);
}

const isOne = ({ name, type, where }: OfEvents, event: PastEvent): boolean =>
  (name === null || event.event === name) &&
  (type === null || event.type === type) &&
  (where === null || compileFilter(where)(event));

function answerOfEvents(question: Question, events: readonly PastEvent[], { zone }: Moment): boolean {
  const { measure, test } = question;
  const path = 'property' in measure ? pathOf(measure.property) : null;
  const values = path ? events.flatMap((event) => valuesAt(path, event)) : [];
  const numbers = values.flatMap(({ number }) => number ?? []);
  const sum = numbers.reduce((total, number) => total + number, 0);
  const passes = (number: number | undefined): boolean =>
    number !== undefined && compares(number, 1, test as Test, scaled);
  switch (measure.of) {
    case 'count':
      return passes(scaled(events.length));
    case 'days':
      return passes(scaled(new Set(events.map(({ at }) => dayOf(at, zone))).size));
    case 'sum':
      return passes(sum);
    case 'average':
      return numbers.length > 0 && compares(sum, numbers.length, test as Test, scaled);
    case 'min':
      return passes(numbers.sort((one, other) => one - other)[0]);
    case 'max':
      return passes(numbers.sort((one, other) => other - one)[0]);
    case 'distinct':
      return passes(scaled(new Set(values.map(({ key }) => key)).size));
    case 'first':
      return holdsOf(test as Test)(values.slice(0, 1));
    case 'last':
      return holdsOf(test as Test)(values.slice(-1));
    default:
      return holdsOf(test as Test)(mostFrequent(values));
  }
}

/** Of those met equally often, the one met last. */
function mostFrequent(values: readonly Scalar[]): Scalar[] {
  const times = (one: Scalar): number => values.filter(({ key }) => key === one.key).length;
  const most = Math.max(0, ...values.map(times));
  return values.filter((value) => times(value) === most).slice(-1);
}

function compares(sum: number, n: number, { op, ...rest }: Test, inUnit: (value: number) => number): boolean {
  const { value } = rest as { value: number | [number, number] };
  const limit = (value: number): bigint => BigInt(inUnit(value)) * BigInt(n);
  const total = BigInt(sum);
  if (typeof value !== 'number') return total >= limit(value[0]) && total <= limit(value[1]);
  if (op === 'is') return total === limit(value);
  if (op === 'is_not') return total !== limit(value);
  if (op === 'at_least') return total >= limit(value);
  if (op === 'at_most') return total <= limit(value);
  return op === 'more_than' ? total > limit(value) : total < limit(value);
}

type Counted = { kind: string; at: number; amount: number; quantity: number; product_id: number | null };

function answerOfEntries(
  { measure, test }: Question,
  of: OfEntries,
  known: readonly PastEvent[],
  inWindow: (at: number) => boolean,
): boolean {
  const isAsked = <T>(among: readonly T[] | null, value: unknown): boolean =>
    among === null || among.includes(value as T);
  const entries = known
    .filter(({ house, properties }) => house && Array.isArray(properties.entries))
    .filter(({ properties: { channel_id, currency, country, campaign } }) => {
      const place = isAsked(of.channels, channel_id) && isAsked(of.countries, country ?? '');
      return place && isAsked(of.campaigns, campaign ?? '') && (of.currency ?? currency) === currency;
    })
    .flatMap(({ properties }) => properties.entries as unknown as Counted[])
    .filter(({ at, product_id }) => inWindow(at) && isAsked(of.products, product_id));
  const quantity = entries.reduce(
    (n, entry) => n + (of.counted.includes(entry.kind) ? entry.quantity : 0),
    0,
  );
  const amount = entries.reduce((n, entry) => n + (of.added.includes(entry.kind) ? entry.amount : 0), 0);
  const whole = (value: number): number => value;
  if (measure.of === 'count') return compares(scaled(quantity), 1, test as Test, scaled);
  if (measure.of === 'sum') return compares(of.sign * amount, 1, test as Test, whole);
  return quantity > 0 && compares(of.sign * amount, quantity, test as Test, whole);
}

function answerOfFacts({ of, measure, test }: Question, known: readonly PastEvent[]): boolean {
  const { facts } = of as { facts: readonly string[] };
  const said = known.flatMap((event) =>
    event.facts.filter(({ fact }) => facts.includes(fact)).map((statement) => ({ ...statement, event })),
  );
  if (measure.of === 'value') return holdsOf(test as Test)(scalarsOf(said.at(-1)?.value));
  const RESTRAINT = ['granted', 'denied', 'withdrawn'];
  const latest = new Map<string, { at: number; restraint: number }>();
  for (const { fact, value, event } of said) {
    const place = `${event.customer} ${fact}`;
    const restraint = RESTRAINT.indexOf(String(value));
    const before = latest.get(place);
    if (!before || event.at > before.at || restraint > before.restraint)
      latest.set(place, { at: event.at, restraint });
  }
  const states = [...latest.values()];
  const verdict =
    states.length === 0 ? 'unsaid' : states.every(({ restraint }) => restraint === 0) ? 'granted' : 'refused';
  return keyOf(verdict) === keyOf((test as { value: string }).value);
}

/** Whether the rest of the steps is found after one another, each later than the one before. Tries every beginning. */
function follows(
  steps: readonly OfEvents[],
  events: readonly PastEvent[],
  within: number,
  begun: number | null,
): boolean {
  const [step, ...rest] = steps;
  if (!step) return true;
  return events.some((event, index) => {
    if (!isOne(step, event) || (begun !== null && event.at - begun > within)) return false;
    return follows(rest, events.slice(index + 1), within, begun ?? event.at);
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();
function dayOf(at: number, zone: string): string {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  formats.set(zone, format);
  return format.format(at);
}

const UNIT_MS = { minute: 6e4, hour: 36e5, day: 864e5, week: 6048e5, year: 31_536e6 };

function liesIn(window: Window | null, at: number, moment: Moment): boolean {
  if (window === null) return true;
  if ('last' in window) return moment.at - at < window.last.n * UNIT_MS[window.last.unit];
  if ('between' in window) return at >= Date.parse(window.between.from) && at < Date.parse(window.between.to);
  const day = dayOf(at, moment.zone);
  if ('days' in window) return day >= (window.days.from ?? '') && day <= (window.days.to ?? '9999');
  const { unit, from, to } = window.calendar;
  const passed = numberOf(unit, dayOf(moment.at, moment.zone)) - numberOf(unit, day);
  return passed <= from && passed >= to;
}

/** Days, weeks … since some beginning. */
function numberOf(unit: string, day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const days = Date.parse(day) / 864e5;
  if (unit === 'day') return days;
  if (unit === 'week') return Math.floor((days - 4) / 7);
  if (unit === 'month') return year * 12 + month;
  return unit === 'quarter' ? year * 4 + Math.ceil(month / 3) : year;
}
