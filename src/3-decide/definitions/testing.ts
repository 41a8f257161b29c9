/** What tests of modules above need: drawn definitions and histories, and the evaluator that goes by the letter. */
import { questionsOf, type Tree } from './question.ts';

export { isInNaively } from './naive.ts';
export { PLACES, pastDrawn } from './referee/draw.ts';
export { definitionDrawn } from './referee/draw-definition.ts';
export { historyOf } from './referee/referee.ts';

/** Whether it asks what was said of somebody. */
export const asksFacts = (tree: Tree): boolean => questionsOf(tree).some(({ of }) => of.from === 'facts');
