/** What a customer may ask of what is kept about her, and until when it is due (SECURITY.md L6 and L7). Pure. */
import type { RequestedThing, RequestState } from '../contract.ts';

const HOUR = 3_600_000;

/**
 * Two days in which an owner may look, well within the three that we promise and the thirty that the law and the platforms give. A copy is
 * for people to hand over: a month by GDPR 12(3), less the days that it takes.
 */
const DUE_AFTER: Record<RequestedThing, number> = { erasure: 48 * HOUR, copy: 25 * 24 * HOUR };

export const dueAt = (what: RequestedThing, askedAt: Date): Date =>
  new Date(askedAt.getTime() + DUE_AFTER[what]);

export type Settling = Exclude<RequestState, 'open'>;
/** What may become of an open one: what is declined needs a reason in law; a copy lapses with the erasure of what it would hold. */
const ENDS: Record<RequestedThing, readonly Settling[]> = {
  erasure: ['done', 'declined'],
  copy: ['done', 'declined', 'lapsed'],
};

export const mayBecome = (
  { what, state }: { what: RequestedThing; state: RequestState },
  to: Settling,
): boolean => state === 'open' && ENDS[what].includes(to);
