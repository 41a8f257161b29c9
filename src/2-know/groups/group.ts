/** The rules of groups. Pure. */
import { keyedDigest } from '#platform/vault';
import { MEMBER_ROLES, type MemberRole } from './contract.ts';

const folded = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Finds a household by its whole name, which stands nowhere in clear. */
export const digestOfName = (name: string, pepper: Buffer): Buffer =>
  keyedDigest(pepper, `group\0${folded(name)}`).subarray(0, 16);

export type Membership = { customer: number; role: MemberRole; since: string };
export type Together = { person: number; roles: MemberRole[]; since: string };

/**
 * Members as persons: one of whom several profiles joined is one member, with the roles of all and since the first of them.
 * `personOf`: absent for those the caller may not see.
 */
export function asPersons(
  memberships: readonly Membership[],
  personOf: ReadonlyMap<number, number>,
): Together[] {
  const byPerson = Map.groupBy(
    memberships.filter(({ customer }) => personOf.has(customer)),
    ({ customer }) => personOf.get(customer) as number,
  );
  return [...byPerson].map(([person, all]) => ({
    person,
    roles: MEMBER_ROLES.filter((role) => all.some((one) => one.role === role)),
    since: all.map(({ since }) => since).sort()[0] as string,
  }));
}
