import { describe, expect, it } from 'vitest';
import { arrived } from './arrived.ts';

const at = (position: number, second: number) => ({
  position,
  timestamp: `2026-11-20T08:00:${String(second).padStart(2, '0')}.000Z`,
});
const positions = (events: { position: number }[]) => events.map(({ position }) => position);

describe('what arrived', () => {
  const shown = [at(9, 30), at(8, 20), at(7, 10)];

  it('is what is not on the screen, also between two that are', () => {
    expect(arrived(shown, shown)).toEqual([]);
    expect(positions(arrived(shown, [at(11, 40), at(9, 30), at(10, 25), at(8, 20), at(7, 10)]))).toEqual([
      11, 10,
    ]);
  });

  it('is not what comes after the shown page, when one of it was taken away', () => {
    expect(arrived(shown, [at(9, 30), at(8, 20), at(6, 5)])).toEqual([]);
  });

  it('is everything where nothing was shown', () => {
    expect(positions(arrived([], [at(2, 1), at(1, 0)]))).toEqual([2, 1]);
  });
});
