/** Groups of customers over HTTP, shared by server and console. */
import { z } from 'zod';
import { listQuery, pageOf } from '#platform/lists/contract';

export const GROUP_KINDS = ['household', 'company'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];
export const MEMBER_ROLES = ['member', 'head', 'buyer', 'payer'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export const MOST_MEMBERS = 200;
/** Groups of one customer. */
export const MOST_GROUPS = 50;

const id = z.string().regex(/^[1-9]\d{0,14}$/);
const name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');

export const groupParams = z.strictObject({ id });
export const memberParams = z.strictObject({ id, customer: id });
export const customerParams = z.strictObject({ id });

export const newMember = z.strictObject({
  customer: id,
  role: z.enum(MEMBER_ROLES).default('member'),
  /** Since when she belongs to it; today unless said. */
  since: z.iso
    .date()
    .refine((day) => day >= '1900-01-01' && day <= '2200-01-01')
    .optional(),
});
export type NewMember = z.output<typeof newMember>;

export const newGroup = z.strictObject({
  kind: z.enum(GROUP_KINDS),
  name,
  /** The first; a household needs one, because its name stands sealed with its members. */
  member: newMember.optional(),
});
export type NewGroup = z.output<typeof newGroup>;
export const groupChanges = z.strictObject({ name });

export const groupQuery = listQuery({
  sorts: ['created_at', 'name', 'members'],
  sort: '-created_at',
  filters: { kind: z.enum(GROUP_KINDS) },
});

const head = {
  id: z.string(),
  kind: z.enum(GROUP_KINDS),
  /** Null: of a household whose name this role may not see, or that cannot be read any more. */
  name: z.string().nullable(),
  masked: z.boolean(),
  created_at: z.iso.datetime(),
};
export const groupItem = z.object({ ...head, members: z.number().int() });
export type GroupItem = z.output<typeof groupItem>;
export const groupPage = pageOf(groupItem);

const member = z.object({
  /** The person, once, whichever of her profiles joined. */
  customer: z.string(),
  name: z.string().nullable(),
  roles: z.array(z.enum(MEMBER_ROLES)),
  since: z.string(),
});
export type GroupMember = z.output<typeof member>;

export const groupDetail = z.object({
  ...head,
  members: z.array(member),
  /** Members the caller may not see. */
  others: z.number().int(),
});
export type GroupDetail = z.output<typeof groupDetail>;

export const groupsOf = z.object({ items: z.array(groupDetail), next: z.null() });
export type GroupsOf = z.output<typeof groupsOf>;

export const dissolved = z.object({ id: z.string(), closed_at: z.iso.datetime() });
export type Dissolved = z.output<typeof dissolved>;
/** `group`: null where it ended with its last member. */
export const afterLeaving = z.object({ group: groupDetail.nullable() });
export type AfterLeaving = z.output<typeof afterLeaving>;
