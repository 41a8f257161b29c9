/**
 * Definitions: one language for who is meant (by a segment, a trait, a tag, a rule), and three ways to answer it: live, as events arrive and
 * time passes; by one query over everybody; and naively, as the referee of both.
 *
 * It guarantees: the three agree (`bench referee`); values of a definition are only ever bound; a definition that leads to itself,
 * names what is not there or looks further back than its data is kept is refused with the place of the fault; it is said in
 * both languages, and written in a text form that is parsed back to the same.
 * It leaves to others: what is done with the answers, and where a person's state is kept. Kinds of conditions are data: upper modules hand
 * theirs in (`ConditionKind`), and no evaluator changes.
 */
export type { Definition } from './ast.ts';
export { explain } from './explain.ts';
export { createLanguage, type Language } from './language.ts';
export { compileProgram, type Program } from './live/program.ts';
export { pastEvent } from './past-event.ts';
export { proving } from './proving.ts';
export { inLake } from './query/in-lake.ts';
export { understood } from './read-definition.ts';
