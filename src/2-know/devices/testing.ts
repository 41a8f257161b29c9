import { fileURLToPath } from 'node:url';

export const DEVICES_MIGRATIONS = {
  module: 'know/devices',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
