import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Runs one turn at a time, and gives what was taken in it the time to go on. */
function stepped(bytesInTurn: number) {
  const next: (() => void)[] = [];
  const begun: number[] = [];
  const turns = new Turns(bytesInTurn, (work) => next.push(work));
  return {
    begun,
    isIdle: () => next.length === 0,
    take: (name: number, bytes: number) => void turns.take(bytes).then(() => begun.push(name)),
    turn: async () => {
      next.shift()?.();
      await Promise.resolve();
    },
  };
}

describe('turns', () => {
  it('let one large call in at a time, and small ones together', async () => {
    const { take, turn, begun } = stepped(100);
    [90, 90, 30, 30, 30, 200].forEach((bytes, name) => {
      take(name, bytes);
    });
    await turn();
    expect(begun).toEqual([0]);
    await turn();
    expect(begun).toEqual([0, 1]);
    await turn();
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    await turn();
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('come to everybody, in order, whatever comes when', async () => {
    const runs = process.env.REGULARS_NIGHT ? 20_000 : 500;
    const step = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant('turn' as const));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { take, turn, begun, isIdle } = stepped(100);
        let calls = 0;
        for (const one of steps) one === 'turn' ? await turn() : take(calls++, one);
        while (!isIdle()) await turn();
        expect(begun).toEqual(Array.from({ length: calls }, (_, name) => name));
      }),
      { numRuns: runs },
    );
    console.log(`turns: ${runs}`);
  });
});
