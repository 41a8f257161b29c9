/**
 * The way into the sample shop and out of it again. The two never mix: the sample has a data directory, engines and secrets of its own, and
 * only one of both runs. Here is asked for the other; who starts and stops it is the supervisor.
 */
export { isSampleOffered, type Moves } from './move.ts';
