/**
 * What somebody said to a purpose on a channel, and what follows from all she said. Pure.
 *
 * The latest word of a profile counts. A person with several profiles has the most restrictive of them: who refused once under any of her names
 * is not asked again under another.
 */
import type { ChoiceState, Method, Purpose, ReachedBy } from './contract.ts';

export type Choice = {
  purpose: Purpose;
  channel: ReachedBy;
  state: ChoiceState;
  at: Date;
  method: Method;
  /** A page, a file, a platform: where she said so. */
  source: string;
  textVersion: string | null;
  textDigest: string | null;
  locale: string | null;
};

export type Held = { customerId: number; choice: Choice };

const RESTRAINT: Record<ChoiceState, number> = { granted: 0, denied: 1, withdrawn: 2 };

/** What counts now, one for each purpose and channel that anything was said to. Of the same instant the more restrictive counts. */
export function standing(held: readonly Held[]): Choice[] {
  const latest = new Map<string, Held>();
  for (const one of held) {
    const key = `${one.customerId} ${keyOf(one.choice)}`;
    const before = latest.get(key);
    if (!before || isLater(one.choice, before.choice)) latest.set(key, one);
  }
  const counting = new Map<string, Choice>();
  for (const { choice } of latest.values()) {
    const before = counting.get(keyOf(choice));
    if (!before || isStricter(choice, before)) counting.set(keyOf(choice), choice);
  }
  return [...counting.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ purpose, channel }: Choice): string => `${purpose} ${channel}`;

function isLater(one: Choice, other: Choice): boolean {
  const apart = one.at.getTime() - other.at.getTime();
  return apart === 0 ? RESTRAINT[one.state] > RESTRAINT[other.state] : apart > 0;
}

/** Of two profiles: a refusal before a yes; of two of the same kind the later, so that its proof is the newest. */
function isStricter(one: Choice, other: Choice): boolean {
  const refuses = (choice: Choice): boolean => choice.state !== 'granted';
  if (refuses(one) !== refuses(other)) return refuses(one);
  return one.at.getTime() > other.at.getTime();
}

/** Whether she may be written to for this purpose on this channel: only where she said yes, to it or to any, and nothing refuses. */
export function allows(held: readonly Held[], purpose: Purpose, channel: ReachedBy): boolean {
  const said = standing(held).filter(
    (choice) => choice.purpose === purpose && (choice.channel === channel || choice.channel === 'any'),
  );
  return said.length > 0 && said.every(({ state }) => state === 'granted');
}
