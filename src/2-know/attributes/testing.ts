import { fileURLToPath } from 'node:url';

export const ATTRIBUTES_MIGRATIONS = {
  module: 'know/attributes',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
