import { factsReached } from '../facts-in-lake/mend-lake.ts';
import { previewOf } from './everybody.ts';
import { everybodyIn, historiesOf, sizeOf } from './histories.ts';
import { prepareTables } from './store.ts';

/** What the lake answers about definitions. */
export const inLake = { prepareTables, factsReached, previewOf, historiesOf, everybodyIn, sizeOf };
