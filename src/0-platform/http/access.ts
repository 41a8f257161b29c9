/**
 * Who may call a route. Every route declares it; the architecture of `http/app.ts` refuses one that does not.
 * Roles are those of DOMAIN: what a role may do is the list of routes that name it, nothing else.
 */
export const ROLES = ['owner', 'analyst', 'marketer', 'agent', 'operations', 'developer'] as const;
export type Role = (typeof ROLES)[number];

export type Access =
  /** Anybody, without a credential: health, sign-in, the tag. */
  | { to: 'anyone' }
  /** Whoever holds the write key of a source. The handler checks the key; it can be in header, Basic or body. */
  | { to: 'source' }
  /** Staff of these roles, by session or by API key. The owner is always among them. */
  | { to: 'staff'; roles: readonly Role[] };

export const anyone: Access = { to: 'anyone' };
export const source: Access = { to: 'source' };
export const staff = (...roles: Role[]): Access => ({
  to: 'staff',
  roles: ['owner', ...roles.filter((role) => role !== 'owner')],
});
export const everyRole: Access = { to: 'staff', roles: ROLES };

/** Who is calling, as found out by `auth`. `channels: null` means all of them. */
export type Principal =
  | { kind: 'anonymous' }
  | {
      kind: 'staff';
      id: string;
      name: string;
      role: Role;
      channels: readonly string[] | null;
      sessionId: string;
    }
  | { kind: 'api_key'; id: string; name: string; role: Role; channels: readonly string[] | null };

export function isAllowed(principal: Principal, access: Access): boolean {
  if (access.to !== 'staff') return true;
  return principal.kind !== 'anonymous' && access.roles.includes(principal.role);
}

const SEES_PERSONAL: readonly Role[] = ['owner', 'agent', 'operations', 'developer'];

/** Whole values of a customer's own: for those who serve her or integrate the shop. The others see their shape. */
export const seesPersonal = (principal: Principal): boolean =>
  principal.kind !== 'anonymous' && SEES_PERSONAL.includes(principal.role);

const SEES_ADDRESSES: readonly Role[] = ['owner', 'agent', 'operations'];

/** Where somebody lives: who delivers and serves needs it, who plans campaigns or integrates the shop does not. */
export const seesAddresses = (principal: Principal): boolean =>
  principal.kind !== 'anonymous' && SEES_ADDRESSES.includes(principal.role);
