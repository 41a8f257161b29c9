import * as content from './rules-of-content.ts';
import * as imports from './rules-of-imports.ts';
import { bounded } from './sizes.ts';
import type { Rule } from './source-file.ts';

export const RULES: readonly Rule[] = [
  imports.lowerRoomsOnly,
  imports.neighboursByName,
  imports.throughDoors,
  imports.noCircle,
  imports.houseKnowsNoFace,
  imports.facesKnowContracts,
  imports.simulatorStandsOutside,
  content.sqlInStores,
  content.ownSchemaOnly,
  content.noBuiltSql,
  content.timeIsInjected,
  content.noRawHtml,
  content.tellingNames,
  content.narrowFront,
  bounded,
];
