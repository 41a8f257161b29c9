/**
 * The rules by which identifiers join profiles to one customer: how many of a kind a customer may have, which kind yields first, which
 * values name nobody. The defaults are Segment Unify's (identity resolution settings); a shop changes them, and each change counts from its
 * place in the log on, so that reading the log again gives the same customers.
 */

/** `most` distinct values that came within the stretch. */
export type Limit = { most: number; within: 'ever' | 'year' | 'week' };

export type IdentityRules = {
  limits: Readonly<Record<string, Limit>>;
  /** For kinds that `limits` does not name; null: as many as come. */
  otherwise: Limit | null;
  /** The first is believed most. Kinds that are not named follow by alphabet. */
  priority: readonly string[];
  /** Values that name nobody, whatever their kind; compared without case. */
  blocked: readonly string[];
  /** Domains of the shop itself: its own addresses stand in many orders. */
  ownDomains: readonly string[];
  /** A value that belonged to so many customers by what was said, is nobody's. */
  sharedAt: number;
};

export const DEFAULT_RULES: IdentityRules = {
  limits: {
    user_id: { most: 1, within: 'ever' },
    anonymous_id: { most: 5, within: 'week' },
    email: { most: 5, within: 'year' },
    phone: { most: 5, within: 'year' },
  },
  otherwise: { most: 5, within: 'ever' },
  priority: ['user_id', 'email'],
  blocked: [],
  ownDomains: [],
  sharedAt: 4,
};

export const limitOf = (rules: IdentityRules, kind: string): Limit | null =>
  rules.limits[kind] ?? rules.otherwise;

const DAY = 86_400_000;
const STRETCH: Readonly<Record<Limit['within'], number>> = {
  ever: Number.POSITIVE_INFINITY,
  year: 365 * DAY,
  week: 7 * DAY,
};

/** Whether something that came `then` still counts `now`; what came later than `now` (an import, a late sender) counts too. */
export const counts = (limit: Limit, then: Date, now: Date): boolean =>
  now.getTime() - then.getTime() < STRETCH[limit.within];

/** Most believed first. */
export function byPriority(rules: IdentityRules): (one: { kind: string }, other: { kind: string }) => number {
  const rank = new Map(rules.priority.map((kind, index) => [kind, index]));
  const of = (kind: string): number => rank.get(kind) ?? rules.priority.length;
  return (one, other) =>
    of(one.kind) - of(other.kind) || (one.kind < other.kind ? -1 : one.kind > other.kind ? 1 : 0);
}
