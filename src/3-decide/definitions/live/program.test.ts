import { describe, expect, it } from 'vitest';
import type { PastEvent } from '../history.ts';
import { createLanguage } from '../language.ts';
import type { Tree } from '../question.ts';
import { compileProgram, type Outcome, type Program } from './program.ts';

const language = createLanguage();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-03-07T15:00:00Z');

const asking = (...texts: string[]): Program =>
  compileProgram(
    texts.map((text) =>
      language.tree(language.parse(text), { segment: () => null, productsWithin: () => null }),
    ),
    'America/New_York',
  );

let position = 0;
const viewed = (at: number, more: Partial<PastEvent> = {}): PastEvent => ({
  position: ++position,
  customer: 1,
  receivedAt: at,
  at,
  house: false,
  type: 'track',
  event: 'Product Viewed',
  properties: {},
  context: {},
  facts: [],
  ...more,
});

const nobody = new Uint8Array(0);
const hers = ({ answers: [answer], nextDue }: Outcome) => ({ in: answer, until: nextDue });

describe('somebody who viewed a product', () => {
  it('is in “viewed in the last 7 days” until the millisecond at which 7 days have passed', () => {
    const program = asking('did "Product Viewed" in last 7 days');
    const first = program.advance(nobody, [viewed(START)], START);
    expect(hers(first)).toEqual({ in: true, until: START + 7 * DAY });
    expect(hers(program.advance(first.state, [], START + 7 * DAY - 1)).in).toBe(true);
    const last = program.advance(first.state, [], START + 7 * DAY);
    expect(hers(last)).toEqual({ in: false, until: null });
    expect(last.state.length).toBe(0);
  });

  it('counts up to then also when something else comes a moment before', () => {
    const program = asking('count "Product Viewed" in last 1 day >= 2');
    const first = program.advance(nobody, [viewed(START)], START);
    const second = viewed(START + DAY - 1);
    expect(hers(program.advance(first.state, [second], START + DAY - 1))).toEqual({
      in: true,
      until: START + DAY,
    });
  });

  it('is in “viewed today” until midnight of the shop, also on a day of 23 hours', () => {
    const program = asking('did "Product Viewed" in this day', 'did "Product Viewed" in previous day');
    const morning = Date.parse('2026-03-08T06:30:00Z');
    const today = program.advance(nobody, [viewed(morning)], morning);
    const midnight = Date.parse('2026-03-09T04:00:00Z');
    expect(today.answers).toEqual([true, false]);
    expect(today.nextDue).toBe(midnight);
    const tomorrow = program.advance(today.state, [], midnight);
    expect(tomorrow.answers).toEqual([false, true]);
    expect(tomorrow.nextDue).toBe(midnight + DAY);
  });

  it('does not count before it happened: her log is read again then', () => {
    const program = asking('did "Product Viewed"');
    const ahead = viewed(START + 2000, { receivedAt: START });
    const now = program.advance(nobody, [ahead], START);
    expect(hers(now)).toEqual({ in: false, until: START + 2000 });
    expect(program.advance(now.state, [], START + 1999).needsLog).toBe(false);
    expect(program.advance(now.state, [], START + 2000).needsLog).toBe(true);
    expect(hers(program.fromHistory([ahead], START + 2000)).in).toBe(true);
  });

  it('counts late as well', () => {
    const program = asking('count "Product Viewed" in last 1 day >= 2');
    const first = program.advance(nobody, [viewed(START)], START);
    const late = viewed(START - 3 * HOUR, { receivedAt: START + HOUR });
    expect(hers(program.advance(first.state, [late], START + HOUR))).toEqual({
      in: true,
      until: START + 21 * HOUR,
    });
  });
});

describe('what happened at the same instant', () => {
  const of = (id: string): Partial<PastEvent> => ({ properties: { product_id: id } });
  const answers = (text: string, events: readonly PastEvent[]): (boolean | undefined)[] => {
    const program = asking(text);
    const inTurn = events.reduce<Uint8Array>(
      (state, event) => program.advance(state, [event], START + DAY).state,
      nobody,
    );
    return [program.advance(inTurn, [], START + DAY), program.fromHistory(events, START + DAY)].map(
      ({ answers: [answer] }) => answer,
    );
  };

  it('is told apart by its place in the log, in whatever order it is read', () => {
    const [one, other] = [viewed(START, of('p1')), viewed(START, of('p2'))];
    for (const window of ['', ' in last 7 days', ' in this month'])
      for (const events of [
        [one, other],
        [other, one],
      ]) {
        expect(answers(`first product_id of *${window} is "p1"`, events)).toEqual([true, true]);
        expect(answers(`last product_id of *${window} is "p2"`, events)).toEqual([true, true]);
        expect(answers(`most_frequent product_id of *${window} is "p2"`, events)).toEqual([true, true]);
      }
  });

  it('is in a sequence by its place, once, and within the time to the millisecond', () => {
    const two = [viewed(START, of('p1')), viewed(START + HOUR, of('p2'))];
    expect(answers('sequence * then * within 1 hour', two)).toEqual([true, true]);
    const late = [viewed(START, of('p1')), viewed(START + HOUR + 1, of('p2'))];
    expect(answers('sequence * then * within 1 hour', late)).toEqual([false, false]);
    expect(answers('sequence * then * within 1 hour', [viewed(START)])).toEqual([false, false]);
    expect(answers('sequence * then * then * within 1 hour', two)).toEqual([false, false]);
    const apart = [viewed(START, of('p2')), viewed(START, of('p1'))];
    const [p1, p2] = ['"p1"', '"p2"'].map((id) => `* where product_id is ${id}`);
    expect(answers(`sequence ${p2} then ${p1} within 1 hour in last 7 days`, apart)).toEqual([true, true]);
    expect(answers(`sequence ${p1} then ${p2} within 1 hour in last 7 days`, apart)).toEqual([false, false]);
  });

  it('counts as the more restrictive, where it is consent', () => {
    const said = (value: string): Partial<PastEvent> => ({
      house: true,
      facts: [{ fact: 'consent:marketing:email', value }],
    });
    const events = [viewed(START, said('withdrawn')), viewed(START, said('granted'))];
    expect(answers('consent marketing email refused', events)).toEqual([true, true]);
    expect(answers('consent marketing email refused', events.toReversed())).toEqual([true, true]);
    expect(
      answers('consent marketing email granted', [...events, viewed(START + 1, said('granted'))]),
    ).toEqual([true, true]);
  });
});

describe('a state', () => {
  const thousand = Array.from({ length: 1000 }, (_, n) =>
    viewed(START + n * MINUTE, { properties: { price: n } }),
  );
  const end = START + 1000 * MINUTE;

  it('holds no more than what decides', () => {
    const program = asking(
      'count "Product Viewed" in last 30 days >= 3',
      'max price of "Product Viewed" in last 30 days > 10',
      'sum price of "Product Viewed" > 10',
      'last price of "Product Viewed" in last 30 days is 999',
      'count "Product Viewed" in months 3 to 0 ago < 5000',
    );
    const { state, answers } = program.fromHistory(thousand, end);
    expect(answers).toEqual([true, true, true, true, true]);
    expect(state.length).toBeLessThan(100);
  });

  it('of somebody who does too much holds the answer, and her log is read when it is touched or runs out', () => {
    const program = asking('sum price of "Product Viewed" in last 30 days >= 499500');
    const all = program.fromHistory(thousand, end);
    // The first cost nothing.
    const runsOut = START + MINUTE + 30 * DAY;
    expect(hers(all)).toEqual({ in: true, until: runsOut });
    expect(all.state.length).toBeLessThan(25);
    expect(program.advance(all.state, [viewed(end, { event: 'Cart Viewed' })], end).answers).toEqual([true]);
    expect(program.advance(all.state, [viewed(end, { properties: { price: 1 } })], end).needsLog).toBe(true);
    expect(program.advance(all.state, [], runsOut).needsLog).toBe(true);
    expect(hers(program.fromHistory(thousand, runsOut)).in).toBe(false);
  });

  it('that is due for what time alone cannot change is not looked at', () => {
    const program = asking('did "Product Viewed" in last 1 day or did "Product Viewed"');
    expect(program.advance(nobody, [viewed(START)], START).nextDue).toBeNull();
  });

  it('stays right when definitions come and go', () => {
    const treeOf = (text: string) =>
      language.tree(language.parse(text), { segment: () => null, productsWithin: () => null });
    const [week, three, added] = [
      'did "Product Viewed" in last 7 days',
      'count "Product Viewed" >= 3',
      'did "Product Added" in last 1 day',
    ].map(treeOf) as [Tree, Tree, Tree];
    const first = compileProgram([added, week, three], 'UTC');
    const events = [viewed(START), viewed(START + 1), viewed(START + 2, { event: 'Product Added' })];
    const { state } = first.fromHistory(events, START + 2);
    // One is gone; another asks, beside something new, what was asked before.
    const second = compileProgram([null, week, three, { all: [three, { not: added }] }], 'UTC', {
      questions: first.questions,
    });
    const now = START + 2 * DAY;
    const all = [...events, viewed(now)];
    const after = second.advance(state, [viewed(now)], now);
    expect(after.answers).toEqual([false, true, true, true]);
    expect(after.answers).toEqual(second.fromHistory(all, now).answers);
    expect(after.nextDue).toBe(now + 7 * DAY);
    // Who is gone wakes nobody.
    const third = compileProgram([null, null, three], 'UTC', { questions: second.questions });
    expect(third.advance(after.state, [], now + 7 * DAY).nextDue).toBeNull();
    expect(third.questions.length).toBe(3);
  });
});
