/**
 * Traffic gives way by lane: webhooks and checkout APIs before the console before collection before bulk work. Each lane
 * admits so many requests at once and refuses the rest at once, with Retry-After, instead of queueing them: a queue would
 * only make everybody late. Collection has, on top, its own measure (the commit queue's age: `#know/collection`).
 */
import type { FastifyRequest } from 'fastify';
import { Problem } from '../errors/index.ts';
import type { Lane } from './route.ts';

export type Lanes = {
  enter(lane: Lane, request: FastifyRequest): void;
  leave(lane: Lane, request: FastifyRequest): void;
  /** Requests under way, by lane. */
  underWay(): Readonly<Record<Lane, number>>;
};

const LIMITS: Record<Lane, number> = { webhook: 512, console: 256, collection: 2048, bulk: 4 };

export type LaneOptions = {
  limits?: Record<Lane, number>;
  /** Why nobody may enter just now. */
  closed?: (lane: Lane) => Problem | null;
};

export function createLanes({ limits = LIMITS, closed = () => null }: LaneOptions = {}): Lanes {
  const inside: Record<Lane, number> = { webhook: 0, console: 0, collection: 0, bulk: 0 };
  const admitted = new WeakSet<FastifyRequest>();
  return {
    enter(lane, request) {
      const reason = closed(lane);
      if (reason) throw reason;
      if (inside[lane] >= limits[lane])
        throw new Problem('too_many_requests', { params: { seconds: 1 }, headers: { 'retry-after': '1' } });
      inside[lane]++;
      admitted.add(request);
    },
    leave(lane, request) {
      if (admitted.delete(request)) inside[lane]--;
    },
    underWay: () => ({ ...inside }),
  };
}
