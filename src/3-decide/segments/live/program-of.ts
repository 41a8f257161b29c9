/** The program that is in force: compiled anew when a definition came or went, and kept as long as none did. */
import { compileProgram, type Program } from '#decide/definitions';
import type { Tx } from '#platform/postgres';
import * as store from './store.ts';

type Tree = Parameters<typeof compileProgram>[0][number];

export type Running = {
  version: number;
  program: Program;
  /** By number; none where nobody is decided. */
  slots: ReadonlyMap<number, store.SlotRow>;
  /** The highest slot of the program; -1: nothing is decided. */
  last: number;
  /** Whoever's state knows no further than before this slot is not decided in a slot that is still being filled. Infinity: all are filled. */
  firstUnfilled: number;
};

export function createProgramCache(zone: string): (tx: Tx, version: number) => Promise<Running> {
  let running: Running | null = null;
  return async (tx, version) => {
    if (running?.version !== version) running = { version, ...(await compiled(tx, zone)) };
    return running;
  };
}

/** Questions that have no number yet get one. */
async function compiled(tx: Tx, zone: string): Promise<Omit<Running, 'version'>> {
  const rows = await store.livingSlots(tx);
  const slots = new Map(rows.map((row) => [row.slot, row]));
  const last = rows.at(-1)?.slot ?? -1;
  const trees = Array.from({ length: last + 1 }, (_, slot) => (slots.get(slot)?.tree ?? null) as Tree);
  const known = await store.questions(tx);
  const program = compileProgram(trees, zone, { questions: known });
  const fresh = program.questions.slice(known.length);
  if (fresh.length > 0) await store.addQuestions(tx, fresh, known.length);
  const unasked = program.unasked.filter((number) => !known[number]?.startsWith('#'));
  if (unasked.length > 0) await store.giveUpQuestions(tx, unasked);
  const unfilled = rows.filter(({ filled }) => !filled).map(({ slot }) => slot);
  return { program, slots, last, firstUnfilled: Math.min(Number.POSITIVE_INFINITY, ...unfilled) };
}

/** Whether a state says of every slot where she stands. */
export const isDecided = ({ firstUnfilled, last }: Running, known: number | undefined): boolean =>
  firstUnfilled > last || (known ?? -1) >= last;
