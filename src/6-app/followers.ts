/** Everybody who follows the log: subscribers by their cursors, and those with a way of their own. */
import { type SubscriberStatus, subscriberStatus } from '#platform/log';
import type { Module } from '#platform/module';
import type { Db } from '#platform/postgres';

export async function everyFollower(db: Db, modules: readonly Module[]): Promise<SubscriberStatus[]> {
  const others = modules.flatMap((module) => module.followers ?? []);
  const [subscribers, ...rest] = await Promise.all([
    subscriberStatus(db),
    ...others.map((follower) => follower()),
  ]);
  return [...subscribers, ...rest];
}
