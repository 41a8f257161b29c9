/**
 * The shop as it goes on: a virtual clock that runs as fast as one likes, told to a running instance as it happens. It begins where history
 * ended, tells at once, as history, what happened since, and then goes on from now; a run without a past begins on its first day.
 *
 * Nothing is dated later than the instance's own time: where the virtual clock is ahead, what happens is told as happening now, and orders are
 * placed now.
 */
import { mkdirSync } from 'node:fs';
import { hearOfOrders, type Listening } from '../react/hear-of-orders.ts';
import { type Channels, openChannels } from '../send/channels.ts';
import { GIVEN_ORDERS, givenOrder } from '../send/given-order.ts';
import type { Instance } from '../send/instance.ts';
import { sendProducts } from '../send/send-products.ts';
import { type Run, Simulation } from '../shop/simulation.ts';
import { iso } from '../time/iso.ts';
import { type Counts, FileOut } from '../write/file-out.ts';
import type { Late } from '../write/held.ts';
import { keepState, stateIn } from './keep-state.ts';
import { LiveOut } from './live-out.ts';

export type LiveOptions = { folder: string; resume: boolean; speed: number };

const TICK_MS = 200;
/** The instance takes a clock that is a minute off for its own. */
const SAME_MS = 60_000;
const ORDERS_AT_ONCE = 200;
const BATCH_BYTES = 192 * 1024;

type Running = {
  simulation: Simulation;
  out: LiveOut;
  files: FileOut;
  instance: Instance;
  channels: Channels;
  listening: Listening;
};

/** Ends with its last day, or when it is told to. */
export async function live(run: Run, instance: Instance, options: LiveOptions): Promise<Counts> {
  const { folder, speed, resume } = options;
  let stopped = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => (stopped = true));
  const running = await open(run, instance, { folder, resume });
  const { simulation, files, out } = running;
  const { calendar } = simulation.shop;
  const end = resume ? Number.POSITIVE_INFINITY : calendar.startOf(run.days);
  // A clock that ran ahead of the day goes on from where it was, or nobody would come until the day caught up.
  const origin = resume ? Math.max(Date.now(), calendar.startOf(simulation.day)) : calendar.startOf(0);
  const start = performance.now();
  if (resume) await tellUpTo(running, origin, 'import');
  for (let now = origin; !stopped && now < end; ) {
    now = Math.min(end, origin + (performance.now() - start) * speed);
    await tellUpTo(running, Math.floor(now));
    await running.listening.hear();
    await new Promise((next) => setTimeout(next, TICK_MS));
  }
  keepState(folder, simulation, { held: out.held.left(), lengths: files.settle(), counts: files.counts });
  files.close();
  return files.counts;
}

async function open(
  run: Run,
  instance: Instance,
  { folder, resume }: { folder: string; resume: boolean },
): Promise<Running> {
  const state = resume ? stateIn(folder) : null;
  mkdirSync(folder, { recursive: true });
  const { world: own, customers } = state?.run ?? run;
  const world = { ...own, customers };
  const files = new FileOut(folder, world, {
    until: 0,
    shape: GIVEN_ORDERS,
    ...(state?.lengths && { lengths: state.lengths, counts: state.counts }),
  });
  const out = new LiveOut(files, state?.held ?? []);
  const restored = state && { ...state, people: state.population };
  const simulation = new Simulation(state?.run ?? run, out, restored ?? undefined);
  const channels = await openChannels(instance, world);
  if (!state) await sendProducts(instance, channels.own, simulation.shop.products);
  return {
    simulation,
    out,
    files,
    instance,
    channels,
    listening: hearOfOrders(instance, simulation, channels),
  };
}

const STEP_MS = 6 * 3_600_000;

/** In steps, so that what waits to be sent stays little. */
async function tellUpTo(running: Running, until: number, origin: 'live' | 'import' = 'live'): Promise<void> {
  const { simulation, out } = running;
  for (let at = simulation.shop.calendar.startOf(simulation.day); at < until; ) {
    at = Math.min(until, at + STEP_MS);
    simulation.advanceTo(at);
    const due = out.held.due(at);
    if (origin === 'import') await sendLines(running.instance, due, ',"origin":"import"');
    else await sendEvents(running, due, at);
    await sendOrders(running);
  }
}

async function sendEvents({ instance }: Running, due: readonly Late[], now: number): Promise<void> {
  const bySkew = Map.groupBy(due, ({ skew }) => skew);
  for (const [skew, lines] of bySkew) {
    const isPast = now < Date.now() - SAME_MS;
    const isAhead = now > Date.now() + SAME_MS;
    // A virtual day goes faster than ours: it is told as if it were this moment. A device whose clock is wrong says so by itself.
    if (isAhead && skew === 0) {
      await sendLines(instance, lines.map(datedNow), '');
      continue;
    }
    const sentAt = isPast ? '' : `,"sentAt":"${iso(now + skew)}"`;
    await sendLines(instance, lines, sentAt);
  }
}

const datedNow = (late: Late): Late => ({
  ...late,
  line: late.line.replace(/"timestamp":"[^"]+"/, `"timestamp":"${iso(Date.now())}"`),
});

/** `about`: what else is said of the batch. */
async function sendLines(instance: Instance, lines: readonly Late[], about: string): Promise<void> {
  for (const part of inParts(lines)) {
    const body = Buffer.from(`{"batch":[${part.join(',')}]${about}}`, 'latin1');
    const { status, body: answer } = await instance.batch(body);
    if (status !== 200) throw new Error(`/v1/batch: ${status} ${answer.slice(0, 500)}`);
  }
}

function* inParts(lines: readonly Late[]): Generator<string[]> {
  let part: string[] = [];
  let bytes = 0;
  for (const { line } of lines) {
    if (bytes + line.length > BATCH_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(line);
    bytes += line.length + 1;
  }
  if (part.length > 0) yield part;
}

async function sendOrders({ simulation, out, instance, channels, listening }: Running): Promise<void> {
  const { world, products } = simulation.shop;
  const placed = out.orders();
  for (const channel of ['own', 'marketplace'] as const) {
    const own = placed.filter(({ order }) => order.channel === channel);
    for (let at = 0; at < own.length; at += ORDERS_AT_ONCE) {
      const part = own.slice(at, at + ORDERS_AT_ONCE);
      const latest = Date.now();
      const orders = part.map(({ order, at: told }) => givenOrder(world, products, order, { told, latest }));
      await instance.api('POST', `/api/channels/${channels[channel]}/orders`, { orders });
      listening.placed(part.map(({ order }) => order));
    }
  }
}
