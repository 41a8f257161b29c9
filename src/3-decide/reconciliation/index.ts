/**
 * Comparing with the platforms and closing the books: what a platform says of its figures day by day, the difference to ours opened to single
 * orders with a reason each, and months that were closed, with what was learned of them afterwards.
 *
 * It guarantees: the reasons of a day add up to its difference, to the last unit, and what no rule explains is listed as that; the figures of a
 * closed month stay as they were closed, and what changed later stands beside them, order by order.
 * It leaves to `decide/metrics` what a figure means, and to connectors how a platform is asked for its own.
 */
export type { GivenStatements } from './contract.ts';
export { type StateParts, stateFigures } from './state-figures.ts';
