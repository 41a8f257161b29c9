/** A question made ready to be asked of a stream of events: what it takes of an event, and what its measure remembers. */
import { CONSENT_EVENTS } from '#events/consent';
import { FACT_EVENTS } from '#events/facts';
import { ORDER_EVENTS } from '#events/orders';
import type { PastEvent } from '../history.ts';
import type { OfEntries, OfEvents, Question } from '../question.ts';
import { pathOf, scalarsOf, valuesAt } from '../scalar.ts';
import { compileFilter, holdsOf, type Passes } from '../tests.ts';
import { boundsAt, durationMs } from '../window.ts';
import { startOfUnit, type Unit, unitAt } from '../zone.ts';
import { hash53, type Item, item } from './item.ts';
import { type Measure, measureOf } from './measures.ts';

export type Plan = {
  question: Question;
  /** Names of events that it may hear; null: of any. */
  names: readonly string[] | null;
  /** Names of events in the log that it can count; null: of any. */
  reads: readonly string[] | null;
  /** Whether an event can count for it. */
  hears(event: PastEvent): boolean;
  /** What it takes of an event. */
  take(event: PastEvent): Item[];
  measure: Measure;
  window: Frame;
};

/** A window as the live evaluator sees it. `steady`: what is in it stays in it. */
export type Frame =
  | { kind: 'steady'; from: number; to: number }
  | { kind: 'rolling'; ms: number }
  | { kind: 'calendar'; zone: string; unit: Unit; from: number; to: number };

export function planOf(question: Question, zone: string): Plan {
  const window = frameOf(question, zone);
  return {
    question,
    window,
    names: namesOf(question),
    reads: readsOf(question),
    ...takingOf(question, zone),
    measure: measureOf(question, window),
  };
}

function frameOf({ window }: Question, zone: string): Frame {
  if (window && 'last' in window) return { kind: 'rolling', ms: durationMs(window.last) };
  if (window && 'calendar' in window) return { kind: 'calendar', zone, ...window.calendar };
  const [from, to] = boundsAt(window, FOREVER, zone);
  return { kind: 'steady', from, to };
}

/** The last instant that a Date can be. */
const FOREVER = 8.64e15;

function namesOf({ of }: Question): readonly string[] | null {
  if (of.from === 'events') return of.name === null ? null : [of.name];
  if (of.from !== 'steps') return null;
  const names = of.steps.map(({ name }) => name);
  return names.includes(null) ? null : (names as string[]);
}

/** An identify call has no name. */
const FACTS_COME_IN = ['', CONSENT_EVENTS.changed, ...Object.values(FACT_EVENTS)];

function readsOf(question: Question): readonly string[] | null {
  const { from } = question.of;
  if (from === 'entries') return Object.values(ORDER_EVENTS);
  return from === 'facts' ? FACTS_COME_IN : namesOf(question);
}

type Taking = Pick<Plan, 'hears' | 'take'>;

function takingOf(question: Question, zone: string): Taking {
  const { of, measure } = question;
  switch (of.from) {
    case 'events':
      if ('property' in measure) return takingValues(of, question, measure.property);
      return measure.of === 'days' ? takingDays(of, zone) : takingEvents(of);
    case 'entries':
      return takingEntries(of);
    case 'steps': {
      const steps = of.steps.map(takingEvents);
      return {
        hears: (event) => steps.some((step) => step.hears(event)),
        take: (event) => {
          const mark = steps.reduce(
            (bits, step, index) =>
              step.hears(event) && step.take(event).length > 0 ? bits | (1 << index) : bits,
            0,
          );
          return mark === 0 ? [] : [item({ at: event.at, position: event.position, mark })];
        },
      };
    }
    default:
      return measure.of === 'consent' ? takingConsent(of.facts) : takingFacts(of.facts, question);
  }
}

function takingEvents({ name, type, where }: OfEvents): Taking {
  const passes: Passes = where ? compileFilter(where) : () => true;
  return {
    hears: (event) => (name === null || event.event === name) && (type === null || event.type === type),
    take: (event) => (passes(event) ? [item({ at: event.at, position: event.position })] : []),
  };
}

/** The day tells events apart. */
function takingDays(of: OfEvents, zone: string): Taking {
  const { hears, take } = takingEvents(of);
  return {
    hears,
    take: (event) => take(event).map((one) => ({ ...one, key: unitAt(zone, 'day', event.at) })),
  };
}

/** Measures of numbers look at events with a number, measures of values at those with a value. */
function takingValues(of: OfEvents, { measure, test }: Question, property: string): Taking {
  const path = pathOf(property);
  const { hears, take } = takingEvents(of);
  const ofNumbers = ['sum', 'average', 'min', 'max'].includes(measure.of);
  const holds = ['first', 'last', 'most_frequent'].includes(measure.of)
    ? holdsOf(test as never)
    : () => false;
  return {
    hears,
    take: (event) =>
      take(event).flatMap((one) => {
        const [value] = valuesAt(path, event);
        if (!value || (ofNumbers && value.number === null)) return [];
        if (ofNumbers) return [{ ...one, worth: value.number ?? 0 }];
        return [{ ...one, key: hash53(value.key), mark: Number(holds([value])) }];
      }),
  };
}

type Entry = { kind: string; at: number; amount: number; quantity: number; product_id: number | null };

function takingEntries(of: OfEntries): Taking {
  const among = <T>(asked: readonly T[] | null): ((value: unknown) => boolean) => {
    const set = asked && new Set<unknown>(asked);
    return (value) => set === null || set.has(value);
  };
  const [ofChannel, ofCountry, ofCampaign, ofProduct] = [
    among(of.channels),
    among(of.countries),
    among(of.campaigns),
    among(of.products),
  ];
  const counted = new Set(of.counted);
  const added = new Set(of.added);
  const isAsked = ({ channel_id, country, campaign, currency }: PastEvent['properties']): boolean =>
    ofChannel(channel_id) &&
    ofCountry(country ?? '') &&
    ofCampaign(campaign ?? '') &&
    (of.currency === null || of.currency === currency);
  return {
    hears: ({ house, properties }) => house && Array.isArray(properties.entries),
    take: ({ properties, position }) =>
      isAsked(properties)
        ? (properties.entries as unknown as Entry[])
            .filter((entry) => ofProduct(entry.product_id))
            .map(({ at, kind, quantity, amount }) =>
              item({
                at,
                position,
                n: counted.has(kind) ? quantity : 0,
                worth: added.has(kind) ? of.sign * amount : 0,
              }),
            )
            .filter(({ n, worth }) => n !== 0 || worth !== 0)
        : [],
  };
}

function takingFacts(facts: readonly string[], { test }: Question): Taking {
  const holds = holdsOf(test as never);
  return {
    hears: (event) => event.facts.length > 0,
    take: ({ facts: said, at, position }) =>
      said
        .filter(({ fact }) => facts.includes(fact))
        .map(({ value }) => item({ at, position, mark: Number(holds(scalarsOf(value))) })),
  };
}

const RESTRAINT = ['granted', 'denied', 'withdrawn'];

function takingConsent(facts: readonly string[]): Taking {
  return {
    hears: (event) => event.facts.length > 0,
    take: ({ facts: said, at, customer }) =>
      said
        .filter(({ fact }) => facts.includes(fact))
        .map(({ fact, value }) =>
          item({ at, key: hash53(`${customer} ${fact}`), mark: RESTRAINT.indexOf(String(value)) }),
        ),
  };
}

/** The unit of the calendar that something lies in. */
export const unitOf = ({ zone, unit }: Frame & { kind: 'calendar' }, at: number): number =>
  unitAt(zone, unit, at);
export const beginOf = ({ zone, unit }: Frame & { kind: 'calendar' }, number: number): number =>
  startOfUnit(zone, unit, number);
