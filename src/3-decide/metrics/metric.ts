/**
 * What a figure is: its name, its meaning in a sentence of both languages, and what it adds up. Nobody writes a figure's SQL elsewhere, so
 * the same name is the same number on every screen.
 */

export type Words = { en: string; zh: string };

/** Which entries of orders are added up (see `#events/orders`), each by its sign. */
export type Sum = { of: 'amount' | 'quantity'; plus?: readonly string[]; minus?: readonly string[] };

export type Measure =
  /** Money or pieces: sums of entries, on the day each entry counts on. */
  | { how: 'sum'; sum: Sum }
  /** A quotient of two sums, null where nothing is divided by. */
  | { how: 'quotient'; over: Sum; under: Sum }
  /** People who placed an order in the stretch: all of them, those who did so for the first time, or the share of the others. */
  | { how: 'people'; who: 'all' | 'new' | 'returning' | 'share_returning' };

export type Metric = {
  name: string;
  unit: 'money' | 'count' | 'share';
  title: Words;
  /** What is counted, on which day, with or without tax. */
  meaning: Words;
  measure: Measure;
};
