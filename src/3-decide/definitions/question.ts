/**
 * What a condition comes to: which items of somebody's history are looked at, in which window, what is made of them, and the test that it
 * has to pass. The three evaluators know questions only; conditions are ways of asking them, so a new kind of condition is new words, and
 * no new code in any evaluator.
 */
import type { EventType } from '#platform/log';
import type { Filter, NumberTest, Test, Window } from './ast.ts';

/** Events of one name (null: any) that pass a filter; each is one item at the instant it happened. */
export type OfEvents = {
  from: 'events';
  name: string | null;
  type: EventType | null;
  where: Filter | null;
};

/**
 * What orders count for (`#events/orders`): each entry is an item at its own instant, and what is taken back is an item with the opposite
 * sign. So sums over them are right after any refund, cancellation or change.
 */
export type OfEntries = {
  from: 'entries';
  /** Kinds whose quantity is counted, and kinds whose amount is added. */
  counted: readonly string[];
  added: readonly string[];
  /** -1: money that went out is said as a positive amount. */
  sign: 1 | -1;
  channels: readonly number[] | null;
  currency: string | null;
  countries: readonly string[] | null;
  campaigns: readonly string[] | null;
  products: readonly number[] | null;
};

/** What was said of her, the latest counts. */
export type OfFacts = { from: 'facts'; facts: readonly string[] };

/** Several kinds of events, in a sequence. */
export type OfSteps = { from: 'steps'; steps: readonly OfEvents[] };

export type Question =
  | {
      of: OfEvents;
      window: Window | null;
      measure: { of: 'count' | 'days' } | { of: 'sum'; property: string };
      test: NumberTest;
    }
  | {
      of: OfEvents;
      window: Window | null;
      /** Of events that have the property as a number. */
      measure: { of: 'average' | 'min' | 'max'; property: string };
      test: NumberTest;
    }
  | { of: OfEvents; window: Window | null; measure: { of: 'distinct'; property: string }; test: NumberTest }
  | {
      of: OfEvents;
      window: Window | null;
      /** Of events that have the property. Of values met equally often, the one met last. */
      measure: { of: 'first' | 'last' | 'most_frequent'; property: string };
      test: Test;
    }
  | {
      of: OfEntries;
      window: Window | null;
      measure: { of: 'count' | 'sum' | 'average' };
      test: NumberTest;
    }
  | { of: OfSteps; window: Window | null; measure: { of: 'sequence'; within: number }; test: null }
  | { of: OfFacts; window: null; measure: { of: 'value' }; test: Test }
  /** Granted: something was said, and the latest of each profile and channel is a yes. Refused: something was said, and not so. */
  | {
      of: OfFacts;
      window: null;
      measure: { of: 'consent' };
      test: { op: 'is'; value: 'granted' | 'refused' | 'unsaid' };
    };

/** Questions joined by and, or and not. */
export type Tree = { all: Tree[] } | { any: Tree[] } | { not: Tree } | { question: Question };

export function questionsOf(tree: Tree): Question[] {
  if ('question' in tree) return [tree.question];
  if ('not' in tree) return questionsOf(tree.not);
  return ('all' in tree ? tree.all : tree.any).flatMap(questionsOf);
}

/** The same question has the same key, whoever asks. */
export const questionKey = (question: Question): string => JSON.stringify(question);
