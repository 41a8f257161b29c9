/** Why somebody is meant, or is not: each condition by itself, whether it holds of her, and the latest events that count for it. */
import type { Condition, Definition, Node } from './ast.ts';
import type { PastEvent } from './history.ts';
import type { Asking } from './kind.ts';
import type { Language } from './language.ts';
import { planOf } from './live/plan.ts';
import { compileProgram } from './live/program.ts';
import { questionsOf, type Tree } from './question.ts';
import { boundsAt } from './window.ts';
import type { Said } from './words/said.ts';

const MOST_EVENTS = 5;

export type Explained =
  | { joined: 'all' | 'any' | 'not'; holds: boolean; parts: Explained[] }
  | { sentence: Said; holds: boolean; counted: number; events: PastEvent[] };

/** Everything known of her by `now`, in the order of the log. */
export type Known = { events: readonly PastEvent[]; now: number; zone: string };

export function explain(
  language: Language,
  { version, who }: Definition,
  asking: Asking,
  known: Known,
): Explained {
  const ofNode = (node: Node): Explained => {
    if ('all' in node || 'any' in node) {
      const joined = 'all' in node ? 'all' : 'any';
      const parts = (Object.values(node)[0] as Node[]).map(ofNode);
      const holds = joined === 'all' ? parts.every((part) => part.holds) : parts.some((part) => part.holds);
      return { joined, holds, parts };
    }
    if ('not' in node) {
      const inner = ofNode(node.not as Node);
      return { joined: 'not', holds: !inner.holds, parts: [inner] };
    }
    return ofCondition(node as Condition);
  };
  const ofCondition = (condition: Condition): Explained => {
    const alone: Definition = { version, who: condition };
    const tree = language.tree(alone, asking);
    const { answers } = compileProgram([tree], known.zone).fromHistory(known.events, known.now);
    return { sentence: language.say(alone, asking), holds: answers[0] === true, ...countedIn(tree, known) };
  };
  return ofNode(who);
}

/** Events of which something is in the window of a question. */
function countedIn(tree: Tree, { events, now, zone }: Known): { counted: number; events: PastEvent[] } {
  const found = new Set<PastEvent>();
  for (const question of questionsOf(tree)) {
    const plan = planOf(question, zone);
    const [from, to] = boundsAt(question.window, now, zone);
    for (const event of events)
      if (plan.hears(event) && plan.take(event).some(({ at }) => at >= from && at < to)) found.add(event);
  }
  const latest = [...found].sort((one, other) => other.at - one.at || other.position - one.position);
  return { counted: latest.length, events: latest.slice(0, MOST_EVENTS) };
}
