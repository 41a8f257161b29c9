import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { Problem } from '../errors/index.ts';
import { createLanes } from './lanes.ts';

const aRequest = (): FastifyRequest => ({}) as FastifyRequest;

describe('a lane', () => {
  it('refuses at once what is more than it takes, and takes the next when one has left', () => {
    const lanes = createLanes({ limits: { webhook: 1, console: 1, collection: 1, bulk: 1 } });
    const first = aRequest();
    const second = aRequest();
    lanes.enter('console', first);
    expect(() => lanes.enter('console', second)).toThrow(Problem);
    lanes.enter('collection', aRequest());
    // Who was not let in takes nobody's place by leaving.
    lanes.leave('console', second);
    expect(lanes.underWay().console).toBe(1);
    lanes.leave('console', first);
    lanes.enter('console', second);
    expect(lanes.underWay()).toEqual({ webhook: 0, console: 1, collection: 1, bulk: 0 });
  });

  it('may be closed while the others stay open', () => {
    let isTight = true;
    const closed = (lane: string): Problem | null =>
      lane === 'bulk' && isTight ? new Problem('disk_nearly_full') : null;
    const lanes = createLanes({ closed });
    expect(() => lanes.enter('bulk', aRequest())).toThrow(
      expect.objectContaining({ code: 'disk_nearly_full', status: 503 }),
    );
    lanes.enter('collection', aRequest());
    isTight = false;
    lanes.enter('bulk', aRequest());
    expect(lanes.underWay()).toMatchObject({ bulk: 1, collection: 1 });
  });
});
