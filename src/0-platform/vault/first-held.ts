import type { KeyObject } from 'node:crypto';

/** Of several subjects, in this order, the first whose key was not destroyed; null when none is left. */
export function firstHeld<Subject extends number>(
  keys: ReadonlyMap<number, KeyObject>,
  subjects: readonly Subject[],
): { subject: Subject; key: KeyObject } | null {
  for (const subject of subjects) {
    const key = keys.get(subject);
    if (key) return { subject, key };
  }
  return null;
}
