import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommitQueue } from './commit-queue.ts';

type Commit = { items: number[]; finish(): void; fail(): void };

function aQueue(most = 10, now: () => number = () => 0) {
  const commits: Commit[] = [];
  const queue = new CommitQueue<number, number>({
    most,
    longestWaitMs: 200,
    now,
    commit: (items) =>
      new Promise((resolve, reject) => {
        commits.push({
          items,
          finish: () => resolve(items.map((item) => item * 2)),
          fail: () => reject(new Error('away')),
        });
      }),
  });
  return { queue, commits };
}

const turn = () => new Promise((next) => setImmediate(next));

describe('group commit', () => {
  it('lets whoever comes during a commit share the next one', async () => {
    const { queue, commits } = aQueue();
    const first = queue.add([1]);
    const [second, third] = [queue.add([2]), queue.add([3])];
    commits[0]?.finish();
    await first;
    await turn();
    expect(commits.map((commit) => commit.items)).toEqual([[1], [2, 3]]);
    commits[1]?.finish();
    expect(await Promise.all([first, second, third])).toEqual([[2], [4], [6]]);
  });

  it('answers nobody before his own commit is through', async () => {
    const { queue, commits } = aQueue();
    let answered = false;
    const caller = queue.add([1]).then(() => {
      answered = true;
    });
    await turn();
    expect(answered).toBe(false);
    commits[0]?.finish();
    await caller;
    expect(answered).toBe(true);
  });

  it('gives the error of a group to everybody in it and goes on', async () => {
    const { queue, commits } = aQueue();
    const caller = queue.add([1]);
    commits[0]?.fail();
    await expect(caller).rejects.toThrow('away');
    const next = queue.add([2]);
    commits[1]?.finish();
    expect(await next).toEqual([4]);
  });

  it('says no once the wait it expects is too long, and yes again afterwards', async () => {
    let clock = 0;
    const { queue, commits } = aQueue(100, () => clock);
    const warm = queue.add(Array.from({ length: 100 }, (_, n) => n));
    clock = 100; // a hundred items took 100 ms
    commits[0]?.finish();
    await warm;
    expect(queue.enter(1)).not.toBeNull();
    const many = queue.add(Array.from({ length: 250 }, (_, n) => n));
    expect(queue.enter(1)).toBeNull();
    commits[1]?.finish();
    await many;
    expect(queue.enter(1)).not.toBeNull();
  });

  it('learns the rate from when somebody came with items in hand, not from the commit alone', async () => {
    let clock = 0;
    const { queue, commits } = aQueue(100, () => clock);
    const leave = queue.arrive();
    clock = 300; // his turn comes late
    const warm = queue.add(Array.from({ length: 100 }, (_, n) => n));
    clock = 400;
    commits[0]?.finish();
    await warm;
    leave();
    expect(queue.figures().perSecond).toBe(250);
    // Idle time is not busy time.
    clock = 10_000;
    const later = queue.add(Array.from({ length: 100 }, (_, n) => n));
    clock = 10_100;
    commits[1]?.finish();
    await later;
    expect(queue.figures().perSecond).toBe(Math.round((190 / 460) * 1000));
  });

  it('counts those that are still being read', () => {
    const { queue } = aQueue();
    const leave = queue.enter(5000); // a second at the rate it guesses at first
    expect(queue.enter(1)).toBeNull();
    leave?.();
    leave?.();
    expect(queue.enter(1)).not.toBeNull();
  });

  it('says no while a commit hangs, even before it knows a rate', async () => {
    let clock = 0;
    const { queue } = aQueue(10, () => clock);
    void queue.add([1]);
    void queue.add([2]);
    expect(queue.enter(1)).not.toBeNull();
    clock = 250;
    expect(queue.enter(1)).toBeNull();
  });

  it('gives every caller the results of his own items, in order, whatever the sizes and whichever group fails', async () => {
    const runs = process.env.REGULARS_NIGHT ? 20_000 : 500;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(7), { maxLength: 30 }),
        fc.infiniteStream(fc.nat(5)),
        async (sizes, luck) => {
          const draws = luck[Symbol.iterator]();
          const queue = new CommitQueue<number, number>({
            most: 8,
            longestWaitMs: 200,
            now: () => 0,
            commit: async (items) => {
              await turn();
              if (draws.next().value === 0) throw new Error('drawn');
              return items.map((item) => item + 1000);
            },
          });
          let next = 0;
          const asked = sizes.map((size) => Array.from({ length: size }, () => next++));
          const answers = await Promise.allSettled(asked.map((items) => queue.add(items)));
          answers.forEach((answer, index) => {
            if (answer.status === 'fulfilled')
              expect(answer.value).toEqual(asked[index]?.map((item) => item + 1000));
          });
          expect(queue.figures()).toMatchObject({ waiting: 0, underWay: 0 });
        },
      ),
      { numRuns: runs },
    );
    console.log(`queues of random callers: ${runs}`);
  });
});
