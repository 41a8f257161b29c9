/**
 * A child that is kept alive: started, and started again whenever it goes, at once the first time and with growing pauses while it
 * keeps going. Children lead process groups of their own, so that Ctrl-C reaches the supervisor alone and the order of stopping is its.
 */
import type { ChildProcess } from 'node:child_process';

export type Started = { process: ChildProcess; stop(): Promise<void> };

export type Kept = {
  name: string;
  pid(): number | null;
  stop(): Promise<void>;
};

export type Watching = {
  /** Another process, or none. */
  change(): void;
  fell(name: string, why: string): void;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/**
 * Up for so long, and the next fall counts as the first. One that falls by itself may do so again and again, some seconds after each start;
 * one that was killed has done nothing wrong.
 */
const STEADY_MS = { ended: 30_000, killed: 1_000 };

/** Resolves when it is up for the first time; a first start that fails is an error, later ones are tried again. */
export async function keepAlive(name: string, start: () => Promise<Started>, on: Watching): Promise<Kept> {
  const first = await start();
  return keep(name, start, on, first);
}

/** Resolves after the first start, whether it failed or not: for what others can do without. */
export async function keepTrying(name: string, start: () => Promise<Started>, on: Watching): Promise<Kept> {
  try {
    return await keepAlive(name, start, on);
  } catch (error) {
    on.fell(name, reasonOf(error));
    return keep(name, start, on, null);
  }
}

function keep(name: string, start: () => Promise<Started>, on: Watching, first: Started | null): Kept {
  let current: Started | null = null;
  let stopping = false;
  let falls = 0;
  let starting: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const watch = (started: Started): void => {
    const since = performance.now();
    const gone = (code: number | null, signal: NodeJS.Signals | null): void => {
      current = null;
      on.change();
      if (stopping) return;
      on.fell(name, signal ?? `exit ${code}`);
      if (performance.now() - since > STEADY_MS[signal ? 'killed' : 'ended']) falls = 0;
      startAgain();
    };
    current = started;
    const { exitCode, signalCode } = started.process;
    // It may have gone between its start and this line.
    if (exitCode !== null || signalCode !== null) gone(exitCode, signalCode);
    else started.process.once('exit', gone);
  };

  const startAgain = (): void => {
    const pause = falls === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (falls - 1));
    falls++;
    timer = setTimeout(() => {
      starting = attempt();
    }, pause);
  };

  const attempt = async (): Promise<void> => {
    try {
      const started = await start();
      watch(started);
      on.change();
    } catch (error) {
      if (stopping) return;
      on.fell(name, reasonOf(error));
      startAgain();
    }
  };

  if (first) watch(first);
  else startAgain();
  return {
    name,
    pid: () => current?.process.pid ?? null,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await starting;
      await current?.stop();
    },
  };
}

const reasonOf = (error: unknown): string => (error as Error).message.trim().split('\n')[0] ?? '';
