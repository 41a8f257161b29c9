/** What other pages show of figures: their page, one value, what a product sold. */
export { FigurePage } from './figure.tsx';
export { FigureValue, useMetrics } from './figure-value.tsx';
export { SoldLately } from './sold-lately.tsx';
export { daysOf, STRETCHES, useStretchWords } from './stretches.ts';
