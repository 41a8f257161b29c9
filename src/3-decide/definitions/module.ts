import { keeps } from '#platform/archive';
import type { Module, Platform } from '#platform/module';
import type { Language } from './language.ts';
import type { References } from './read-definition.ts';
import { definitionRoutes } from './routes.ts';

export type DefinitionsParts = Pick<Platform, 'db' | 'clock' | 'settings'> & {
  /** With the kinds of conditions of modules above. */
  language: Language;
  productsWithin(db: Platform['db'], category: string): Promise<readonly number[] | null>;
  segments?: References['segments'];
};

export const definitionsModule = (parts: DefinitionsParts): Module => ({
  name: 'decide/definitions',
  neighbours: ['decide/metrics'],
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
});
