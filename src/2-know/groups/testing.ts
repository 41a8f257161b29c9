/** For tests of this module. */
import type { MigrationSet } from '#platform/postgres';

export const GROUPS_MIGRATIONS: MigrationSet = {
  module: 'know/groups',
  folder: `${import.meta.dirname}/migrations`,
};
