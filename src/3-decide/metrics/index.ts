/**
 * Figures with one meaning: a registry, one file a figure, of what is added up and what it is called. Home, reports and the API ask here.
 *
 * It guarantees: the same name over the same days is the same number wherever it is shown; amounts of two currencies are never added; days
 * are those of each channel's zone; orders to try the shop count for nothing; people count once, however many profiles they have.
 * It leaves to `know/orders` what an order counts for.
 */
export { createFigures, type FigureParts, type Figures, sumFrom } from './figure.ts';
export { METRICS } from './registry/index.ts';
export { entrySums, type Stretch } from './store.ts';
export { dayAfter, startOfDay, stretchesOf } from './stretches.ts';
