import { fileURLToPath } from 'node:url';

export const PREFERENCES_MIGRATIONS = {
  module: 'know/preferences',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
