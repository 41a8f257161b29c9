/** Definitions over HTTP, shared by server and console. */
import { z } from 'zod';

const words = z.object({ en: z.string(), zh: z.string() });

/** As JSON or as text; what a definition may be is the schema at `/api/definitions/schema`. */
export const givenDefinition = z
  .strictObject({
    definition: z.record(z.string(), z.json()).optional(),
    text: z.string().max(20_000).optional(),
  })
  .refine(({ definition, text }) => (definition === undefined) !== (text === undefined), 'one_of_two');

export const readDefinition = z.object({
  definition: z.looseObject({ version: z.literal(1) }),
  text: z.string(),
  sentence: words,
});
export type ReadDefinition = z.output<typeof readDefinition>;

export const definitionSchema = z.looseObject({});
