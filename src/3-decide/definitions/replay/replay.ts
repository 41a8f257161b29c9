/**
 * Cases of anybody's own, asked of all three evaluators: the live engine as it would have gone, the query of the lake, and the naive one. Lines
 * with the same definition share a query.
 */
import { createHash } from 'node:crypto';
import { Problem } from '#platform/errors';
import type { Lake } from '#platform/lake';
import type { History } from '../history.ts';
import type { Asking } from '../kind.ts';
import type { Language } from '../language.ts';
import { compileProgram } from '../live/program.ts';
import { isInNaively } from '../naive.ts';
import type { Tree } from '../question.ts';
import { askLake, type Inquiry, prepareLake, putInLake } from './in-lake.ts';
import { replayLive } from './live.ts';
import { readHistory, replayLine } from './read-line.ts';

export type Replayed = { live: boolean[]; query: boolean[]; naive: boolean[] } | { error: string };

type Case = { history: History; tree: Tree; zone: string; at: number[]; key: string };

/** An answer for each line, in their order; instants in the order of each line. */
export async function replay(lake: Lake, language: Language, lines: readonly string[]): Promise<Replayed[]> {
  let first = 1;
  const read = lines.map((line): Case | { error: string } => {
    try {
      const one = readCase(language, line, first);
      first = Math.max(first, ...one.history.events.map(({ customer }) => customer)) + 1;
      return one;
    } catch (error) {
      if (error instanceof Problem) return { error: sentenceOf(error) };
      throw error;
    }
  });
  const cases = read.filter((one): one is Case => !('error' in one));
  if (cases.length > 0) {
    await prepareLake(lake);
    const token = createHash('sha256').update(lines.join('\n')).digest('hex');
    await putInLake(
      lake,
      cases.map(({ history }) => history),
      token,
    );
  }
  const alike = [...Map.groupBy(cases, (one) => one.key).values()];
  const answers = cases.length > 0 ? await askLake(lake, alike.map(inquiryOf), 'replay') : [];
  const queried = new Map<Case, boolean[]>();
  for (const [group, own] of alike.entries()) {
    let place = 0;
    for (const one of own) {
      queried.set(one, (answers[group] ?? []).slice(place, place + one.at.length));
      place += one.at.length;
    }
  }
  return read.map((one) => ('error' in one ? one : { ...inProcess(one), query: queried.get(one) ?? [] }));
}

const inquiryOf = (alike: readonly Case[]): Inquiry => ({
  ...(alike[0] as Case),
  moments: alike.flatMap(({ history, at }) => at.map((instant) => ({ history, at: instant }))),
});

function readCase(language: Language, line: string, first: number): Case {
  const parsed = replayLine.safeParse(jsonOf(line));
  if (!parsed.success)
    throw new Problem('definition_invalid', {
      fields: parsed.error.issues
        .slice(0, 5)
        .map(({ path, message }) => ({ field: path.join('.'), code: 'field_invalid', message })),
    });
  const { definition: given, events, at, zone } = parsed.data;
  if (!Intl.supportedValuesOf('timeZone').includes(zone) && zone !== 'UTC')
    throw new Problem('definition_refers', { params: { what: zone } });
  const definition = typeof given === 'string' ? language.parse(given) : language.check(given);
  return {
    history: readHistory(events, first),
    tree: language.tree(definition, NOTHING),
    zone,
    at,
    key: `${zone} ${JSON.stringify(definition)}`,
  };
}

/** A file of cases knows no other segments and no catalogue. */
const NOTHING: Asking = { segment: () => null, productsWithin: () => null };

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Problem('definition_invalid', {
      fields: [{ field: '', code: 'field_invalid', message: 'not JSON' }],
    });
  }
}

function inProcess({ history, tree, zone, at }: Case): { live: boolean[]; naive: boolean[] } {
  const program = compileProgram([tree], zone);
  return {
    live: replayLive(program, history, at).map(([answer]) => answer === true),
    naive: at.map((instant) => isInNaively(tree, history, { at: instant, zone })),
  };
}

const sentenceOf = ({ message, fields }: Problem): string =>
  [message, ...fields.map(({ field, message: why }) => `${field}: ${why ?? ''}`)].join(' ');
