/** Going to the sample shop and back, over HTTP; shared by server and console. */
import { z } from 'zod';

export const sampleOpened = z.object({
  /** Lets in whoever has it, once, when the sample is up. */
  ticket: z.string(),
});
export type SampleOpened = z.output<typeof sampleOpened>;
export const sampleLeft = z.object({ left: z.literal(true) });
