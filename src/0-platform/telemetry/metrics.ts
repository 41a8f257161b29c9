/**
 * Figures for Prometheus. The library is loaded when somebody asks for the first time: most shops never do, and it watches the event
 * loop a hundred times a second.
 */
import type { Registry } from 'prom-client';
import type { Lanes } from '../http/index.ts';
import type { SubscriberStatus } from '../log/index.ts';
import type { Disk } from './disk.ts';

export type Measured = { followers(): Promise<readonly SubscriberStatus[]>; lanes: Lanes; disk: Disk };

export function createMetrics(measured: Measured): () => Promise<Registry> {
  let registry: Promise<Registry> | undefined;
  return () => {
    registry ??= build(measured);
    return registry;
  };
}

async function build({ followers, lanes, disk }: Measured): Promise<Registry> {
  const { collectDefaultMetrics, Gauge, Registry } = await import('prom-client');
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0] as Registry, prefix: 'regulars_' });
  new Gauge({
    name: 'regulars_requests_under_way',
    help: 'Requests under way, by lane',
    labelNames: ['lane'],
    registers,
    collect() {
      for (const [lane, count] of Object.entries(lanes.underWay())) this.set({ lane }, count);
    },
  });
  new Gauge({
    name: 'regulars_disk_free_bytes',
    help: 'Free disk where the data lives',
    registers,
    collect() {
      this.set(disk.freeBytes());
    },
  });
  const behind = new Gauge({
    name: 'regulars_subscriber_behind_events',
    help: 'Events a subscriber has not seen',
    labelNames: ['subscriber'],
    registers,
  });
  new Gauge({
    name: 'regulars_subscriber_lag_seconds',
    help: 'Age of the oldest event a subscriber has not seen',
    labelNames: ['subscriber'],
    registers,
    async collect() {
      for (const one of await followers().catch(() => [])) {
        this.set({ subscriber: one.name }, one.lagSeconds);
        behind.set({ subscriber: one.name }, one.behind);
      }
    },
  });
  return registers[0] as Registry;
}
