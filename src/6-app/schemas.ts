/** The schemas of the house. Apart from the wiring, because whoever migrates need not load what the modules do. */
import { fileURLToPath } from 'node:url';
import type { MigrationSet } from '#platform/postgres';

/** Folders of SQL in the order they are applied; whoever reads another's table comes after it. */
const SCHEMAS = [
  'app',
  'platform/log',
  'platform/vault',
  'platform/audit',
  'platform/jobs',
  'platform/instance',
  'platform/auth',
  'platform/views',
  'platform/egress',
  'platform/outbox',
  'platform/backup',
  'platform/archive',
  'platform/lake',
  'know/sources',
  'know/customers',
  'know/consent',
  'know/attributes',
  'know/notes',
  'know/groups',
  'know/devices',
  'know/addresses',
  'know/channels',
  'know/catalog',
  'know/orders',
  'know/preferences',
  'know/imports',
  'know/connectors',
  'know/collection',
  'decide/definitions',
  'decide/reconciliation',
  'decide/segments',
  'act/storefront',
];

const ROOMS: Record<string, string> = {
  platform: '0-platform',
  know: '2-know',
  decide: '3-decide',
  act: '4-act',
};

export const migrationSets = (): MigrationSet[] =>
  SCHEMAS.map((module) => {
    const [room = '', name] = module.split('/');
    const folder = name ? `../${ROOMS[room]}/${name}/migrations` : './migrations';
    return { module, folder: fileURLToPath(new URL(folder, import.meta.url)) };
  });
