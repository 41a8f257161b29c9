/** What a form offers, without the schemas that say the same: zod compiles code, which the policy of a page lets no script do. */
import type { GroupKind, MemberRole } from '../contract.ts';

const kinds: Record<GroupKind, true> = { household: true, company: true };
const roles: Record<MemberRole, true> = { member: true, head: true, buyer: true, payer: true };

export const GROUP_KINDS = Object.keys(kinds) as GroupKind[];
export const MEMBER_ROLES = Object.keys(roles) as MemberRole[];
