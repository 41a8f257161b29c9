import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { playScenario } from './play-scenario.ts';
import { readScenario } from './read-scenario.ts';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.scenario'));

describe('a scenario', () => {
  it.each(files)('%s holds', (name) => {
    const { broken, scenario } = playScenario(readFileSync(new URL(name, folder), 'utf8'));
    expect(scenario.thens.length).toBeGreaterThan(0);
    expect(broken()).toEqual([]);
  });

  it('says what does not hold, with what was counted', () => {
    const { broken, count } = playScenario(
      'given small, 50 customers\nthrough day 5\nthen orders > 99999\nthen orders >= 0',
    );
    expect(broken()).toEqual([`then orders > 99999 (${count('orders')}, 99999)`]);
  });

  it.each([
    ['given small, 10 customers\nit rains', 'line 2'],
    ['given small, 10 customers', 'through which day'],
    ['through day 3', 'nobody is given'],
    ['given small, 10 customers\nthrough day 3\nthen clouds > 2', 'clouds is nothing'],
  ])('is refused where it cannot be read: %j', (text, says) => {
    expect(() => readScenario(text)).toThrow(says);
  });

  it('is refused where the world does not know what it speaks of', () => {
    expect(() => playScenario('given small, 10 customers\nwith people.shoes = 2\nthrough day 1')).toThrow(
      'people.shoes',
    );
    expect(() =>
      playScenario('given small, 99 customers\nday 1: the shop sends poems to everyone\nthrough day 2'),
    ).toThrow('poems');
  });
});
