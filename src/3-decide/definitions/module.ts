import { fileURLToPath } from 'node:url';
import { type Archive, keeps } from '#platform/archive';
import type { Module, Platform } from '#platform/module';
import { mendingLake, tellingAgainStatus } from './facts-in-lake/mend-lake.ts';
import { noteErased } from './facts-in-lake/store.ts';
import { tellingLake } from './facts-in-lake/tell-lake.ts';
import type { Language } from './language.ts';
import type { References } from './read-definition.ts';
import { definitionRoutes } from './routes.ts';

export type DefinitionsParts = Pick<Platform, 'db' | 'clock' | 'settings' | 'log' | 'vault' | 'lake'> & {
  archive: Pick<Archive, 'months' | 'events'>;
  /** With the kinds of conditions of modules above. */
  language: Language;
  productsWithin(db: Platform['db'], category: string): Promise<readonly number[] | null>;
  segments?: References['segments'];
};

export const definitionsModule = (parts: DefinitionsParts): Module => ({
  name: 'decide/definitions',
  neighbours: ['decide/metrics'],
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: definitionRoutes({
    clock: parts.clock,
    settings: parts.settings,
    language: parts.language,
    references: {
      segments: parts.segments ?? (async () => new Map()),
      productsWithin: (category) => parts.productsWithin(parts.db, category),
      keeps: () => keeps(parts.db),
    },
  }),
  subscribers: [tellingLake(parts)],
  chores: [mendingLake(parts)],
  followers: [() => tellingAgainStatus(parts)],
  personalData: {
    // The lake holds copies of what other modules give her: her traits, tags, attributes, and what she consented to.
    export: async () => null,
    erase: (tx, customer) => noteErased(tx, customer),
  },
});
