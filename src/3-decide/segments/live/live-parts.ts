import type { CustomerDirectory } from '#know/customers';
import type { Platform } from '#platform/module';
import type { createProgramCache } from './program-of.ts';

/** What the live engine works with. */
export type LiveParts = Pick<Platform, 'db' | 'log' | 'vault' | 'clock'> & {
  customers: CustomerDirectory;
  programOf: ReturnType<typeof createProgramCache>;
};
