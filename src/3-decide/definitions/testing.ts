/** What tests of modules above need: drawn definitions and histories, and the evaluator that goes by the letter. */
export { isInNaively } from './naive.ts';
export { PLACES, pastDrawn } from './referee/draw.ts';
export { definitionDrawn } from './referee/draw-definition.ts';
export { historyOf } from './referee/referee.ts';
