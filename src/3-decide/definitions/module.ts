import { keeps } from '#platform/archive';
import type { Module, Platform } from '#platform/module';
import type { ConditionKind } from './kind.ts';
import { createLanguage } from './language.ts';
import type { References } from './read-definition.ts';
import { definitionRoutes } from './routes.ts';

export type DefinitionsParts = Pick<Platform, 'db' | 'clock' | 'settings'> & {
  /** Kinds of conditions of modules above. */
  kinds: readonly ConditionKind[];
  productsWithin(db: Platform['db'], category: string): Promise<readonly number[] | null>;
  segments?: References['segments'];
};

export const definitionsModule = (parts: DefinitionsParts): Module => ({
  name: 'decide/definitions',
  neighbours: ['decide/metrics'],
  routes: definitionRoutes({
    clock: parts.clock,
    settings: parts.settings,
    language: createLanguage(parts.kinds),
    references: {
      segments: parts.segments ?? (async () => new Map()),
      productsWithin: (category) => parts.productsWithin(parts.db, category),
      keeps: () => keeps(parts.db),
    },
  }),
});
