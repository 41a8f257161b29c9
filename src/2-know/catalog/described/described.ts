import { categoryWays } from '../store.ts';
import { describedVariants, shelvesOf } from './store.ts';

/** What products and variants are called, and where they belong: for modules that show them. */
export const described = { variants: describedVariants, shelves: shelvesOf, categoryWays };
