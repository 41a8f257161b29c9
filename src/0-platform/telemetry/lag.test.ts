import { expect, it, vi } from 'vitest';
import type { SubscriberStatus } from '../log/index.ts';
import { watchLag } from './lag.ts';

it('is late while any follower is, and stays what it was while nobody answers', async () => {
  let answer: () => Promise<Pick<SubscriberStatus, 'lagSeconds'>[]> = async () => [{ lagSeconds: 1 }];
  let asked = 0;
  const lag = watchLag(async () => {
    asked++;
    return (await answer()) as SubscriberStatus[];
  }, 5);
  const twice = async (): Promise<void> => {
    const before = asked;
    await vi.waitFor(() => expect(asked).toBeGreaterThan(before + 1));
  };
  await twice();
  expect(lag.isLate()).toBe(false);
  answer = async () => [{ lagSeconds: 0 }, { lagSeconds: 31 }];
  await twice();
  expect(lag.isLate()).toBe(true);
  answer = () => Promise.reject(new Error('away'));
  await twice();
  expect(lag.isLate()).toBe(true);
  answer = async () => [{ lagSeconds: 0 }];
  await twice();
  expect(lag.isLate()).toBe(false);
  lag.close();
});
