import { fileURLToPath } from 'node:url';

export const ADDRESSES_MIGRATIONS = {
  module: 'know/addresses',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
