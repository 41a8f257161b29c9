/**
 * Writes docs/definition.schema.json: what a definition may be, as `GET /api/definitions/schema` serves it.
 *
 *     node scripts/definition-schema.ts
 */
import { writeFileSync } from 'node:fs';
import { createLanguage } from '#decide/definitions';

writeFileSync(
  new URL('../docs/definition.schema.json', import.meta.url),
  `${JSON.stringify(createLanguage().schema(), null, 2)}\n`,
);
