/** What changes for a platform when somebody says something to being written to: her word on e-mail and SMS before, and now. Pure. */
import { standing } from '#know/consent';

export const TOLD_BY = ['email', 'sms'] as const;
export type ToldBy = (typeof TOLD_BY)[number];

export type Recorded = Parameters<typeof standing>[0][number] & { actor: string; recordedAt: Date };

/** Null: she never said anything. What is said to `any` counts for each. */
function wordOn(held: readonly Recorded[], by: ToldBy): 'yes' | 'no' | null {
  const said = standing(held).filter(
    ({ purpose, channel }) => purpose === 'marketing' && (channel === by || channel === 'any'),
  );
  if (said.length === 0) return null;
  return said.every(({ state }) => state === 'granted') ? 'yes' : 'no';
}

export type Change = {
  by: ToldBy;
  granted: boolean;
  at: Date;
  /** Who recorded what made the difference: whoever did so alone knows it already. */
  actors: ReadonlySet<string>;
};

/** `since`: what was recorded from then on is new. */
export function changesOf(held: readonly Recorded[], since: Date): Change[] {
  const before = held.filter(({ recordedAt }) => recordedAt < since);
  return TOLD_BY.flatMap((by): Change[] => {
    const now = wordOn(held, by);
    if (now === null || now === wordOn(before, by)) return [];
    const fresh = held.filter(
      ({ choice, recordedAt }) =>
        recordedAt >= since &&
        choice.purpose === 'marketing' &&
        (choice.channel === by || choice.channel === 'any'),
    );
    const at = new Date(Math.max(...fresh.map(({ choice }) => choice.at.getTime())));
    return [{ by, granted: now === 'yes', at, actors: new Set(fresh.map(({ actor }) => actor)) }];
  });
}
