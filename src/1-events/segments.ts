/** What the live engine says when somebody enters or leaves a segment. The first filling of a segment says nothing: it is a snapshot. */
import { z } from 'zod';

export const SEGMENT_EVENTS = { entered: 'Segment Entered', exited: 'Segment Exited' } as const;

export const segmentChanged = z.object({
  segment_id: z.number().int(),
  segment: z.string(),
  revision: z.number().int(),
  /** An event (`caused_by` names it), time that passed, or a merge or its undoing. */
  cause: z.enum(['event', 'time', 'merge']),
});
export type SegmentChanged = z.output<typeof segmentChanged>;
