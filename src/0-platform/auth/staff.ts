/** What is done to staff, from the console and from the command line alike. Each act is audited in its own transaction. */
import { randomUUID } from 'node:crypto';
import { Problem } from '../errors/index.ts';
import type { Principal, Role } from '../http/index.ts';
import type { Tx } from '../postgres/index.ts';
import type { Me } from './contract.ts';
import { LEAST_PASSWORD, ownOrigin } from './identity.ts';
import { linkLetter } from './letters.ts';
import type { AuthParts } from './parts.ts';
import { digestOfSecret, randomPassword, randomSecret } from './secret.ts';
import * as store from './store.ts';

export type Actor = Exclude<Principal, { kind: 'anonymous' }> | { kind: 'system'; name: string };
export const commandLine = { kind: 'system', name: 'command line' } as const;

const INVITATION_MS = 72 * 3600_000;
const RESET_MS = 30 * 60_000;

export type NewStaff = { email: string; name: string; role: Role; channels?: readonly string[] | null };

/** With a password, which is random unless given; shown by the caller, once. */
export async function createStaff(
  parts: AuthParts,
  actor: Actor,
  staff: NewStaff & { password?: string },
): Promise<{ id: string; password: string }> {
  const password = staff.password ?? randomPassword();
  const hash = await hashOf(parts, password);
  const id = randomUUID();
  await parts.database.db.transaction().execute(async (tx) => {
    await add(parts, tx, id, staff);
    await store.savePassword(tx, id, hash, parts.clock.now());
    await parts.audit.record(tx, {
      actor,
      act: 'staff.create',
      object: `staff:${id}`,
      detail: { role: staff.role },
    });
  });
  return { id, password };
}

/** Without a password yet: whoever holds the link sets it. */
export async function inviteStaff(
  parts: AuthParts,
  actor: Actor,
  staff: NewStaff,
): Promise<{ id: string } & Issued> {
  const id = randomUUID();
  const shop = await parts.instance();
  return await parts.database.db.transaction().execute(async (tx) => {
    await add(parts, tx, id, staff);
    await parts.audit.record(tx, {
      actor,
      act: 'staff.invite',
      object: `staff:${id}`,
      detail: { role: staff.role },
    });
    return { id, ...(await issue(parts, tx, shop, { ...staff, id, locale: null }, 'invitation')) };
  });
}

export async function issueReset(parts: AuthParts, actor: Actor, id: string): Promise<Issued> {
  const shop = await parts.instance();
  return await parts.database.db.transaction().execute(async (tx) => {
    const staff = await store.staffById(tx, id);
    if (!staff) throw new Problem('not_found');
    await parts.audit.record(tx, { actor, act: 'staff.reset', object: `staff:${id}` });
    return await issue(parts, tx, shop, staff, 'reset');
  });
}

/** Takes an invitation or a reset link; every session of before ends. */
export async function acceptLink(
  parts: AuthParts,
  given: { token: string; password: string; name?: string | undefined },
): Promise<{ email: string }> {
  const hash = await hashOf(parts, given.password);
  return await parts.database.db.transaction().execute(async (tx) => {
    const link = await store.useLink(tx, digestOfSecret(given.token), parts.clock.now());
    const staff = link && (await store.staffById(tx, link.userId));
    if (!link || !staff || staff.suspended_at) throw new Problem('link_void');
    await store.savePassword(tx, staff.id, hash, parts.clock.now());
    await store.saveOwn(tx, staff.id, { name: given.name });
    await store.endAllSessions(tx, staff.id);
    await parts.audit.record(tx, {
      actor: { kind: 'system', name: 'link' },
      act: `staff.${link.purpose}_accepted`,
      object: `staff:${staff.id}`,
    });
    return { email: staff.email };
  });
}

/** From the command line: a new random password at once, and no second factor until they set one up again. */
export async function resetPassword(parts: AuthParts, email: string): Promise<{ password: string }> {
  const password = randomPassword();
  const hash = await hashOf(parts, password);
  await parts.database.db.transaction().execute(async (tx) => {
    const staff = await store.staffByEmail(tx, email);
    if (!staff) throw new Problem('not_found');
    await store.savePassword(tx, staff.id, hash, parts.clock.now());
    await store.removeSecondFactor(tx, staff.id);
    await store.endAllSessions(tx, staff.id);
    await parts.audit.record(tx, { actor: commandLine, act: 'staff.reset', object: `staff:${staff.id}` });
  });
  return { password };
}

export type StaffChange = {
  role?: Role | undefined;
  channels?: readonly string[] | null | undefined;
  suspended?: boolean | undefined;
};

/** Role, scope, suspension; ends their sessions. The last owner stays owner. */
export async function changeStaff(
  parts: AuthParts,
  actor: Actor,
  id: string,
  change: StaffChange,
): Promise<void> {
  await parts.database.db.transaction().execute(async (tx) => {
    const owners = await store.owners(tx);
    const staff = await store.staffById(tx, id);
    if (!staff) throw new Problem('not_found');
    const to = {
      role: change.role ?? staff.role,
      channels: change.channels === undefined ? staff.channels : change.channels,
      suspendedAt:
        change.suspended === undefined ? staff.suspended_at : change.suspended ? parts.clock.now() : null,
    };
    const staysOwner = to.role === 'owner' && to.suspendedAt === null;
    if (owners.length === 1 && owners[0] === id && !staysOwner) throw new Problem('last_owner');
    await store.saveStaff(tx, id, to);
    await store.endAllSessions(tx, id);
    await parts.audit.record(tx, {
      actor,
      act: 'staff.change',
      object: `staff:${id}`,
      detail: { role: to.role, suspended: to.suspendedAt !== null },
    });
  });
}

export async function changeOwn(
  { database, audit }: AuthParts,
  actor: Extract<Actor, { kind: 'staff' }>,
  changes: { name?: string | undefined; locale?: string | undefined },
): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    await store.saveOwn(tx, actor.id, changes);
    const detail = { fields: Object.keys(changes).join(' ') };
    await audit.record(tx, { actor, act: 'staff.change_own', object: `staff:${actor.id}`, detail });
  });
}

export async function endOwnSession(
  { database, audit }: AuthParts,
  actor: Exclude<Actor, { kind: 'system' }>,
  id: string,
): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    if (!(await store.endSession(tx, actor.id, id))) throw new Problem('not_found');
    await audit.record(tx, { actor, act: 'session.end', object: `staff:${actor.id}` });
  });
}

export async function setSuspended(parts: AuthParts, email: string, suspended: boolean): Promise<void> {
  const staff = await store.staffByEmail(parts.database.db, email);
  if (!staff) throw new Problem('not_found');
  await changeStaff(parts, commandLine, staff.id, { suspended });
}

async function add({ clock }: AuthParts, tx: Tx, id: string, staff: NewStaff): Promise<void> {
  if (await store.staffByEmail(tx, staff.email)) throw new Problem('email_taken');
  await store.insertStaff(tx, {
    id,
    email: staff.email,
    name: staff.name,
    role: staff.role,
    channels: staff.channels ?? null,
    at: clock.now(),
  });
}

/** `mailed`: it is also on its way to them. */
type Issued = { link: string; mailed: boolean };

async function issue(
  parts: AuthParts,
  tx: Tx,
  shop: Me['instance'],
  staff: Pick<store.StaffRow, 'id' | 'email' | 'name' | 'locale'>,
  purpose: 'invitation' | 'reset',
): Promise<Issued> {
  const token = randomSecret('');
  const digest = digestOfSecret(token);
  const life = purpose === 'invitation' ? INVITATION_MS : RESET_MS;
  const expiresAt = new Date(parts.clock.now().getTime() + life);
  await store.insertLink(tx, { digest, userId: staff.id, purpose, expiresAt });
  // Never from the Host header: a link in a mail must lead to us.
  const link = `${ownOrigin(parts.settings)}/accept#${token}`;
  const locale = staff.locale ?? shop.default_locale;
  const letter = linkLetter(purpose, { ...staff, locale, shop: shop.shop_name, link });
  return { link, mailed: await parts.mail.write(tx, `link-${digest.toString('hex')}`, letter) };
}

async function hashOf({ identity }: AuthParts, password: string): Promise<string> {
  if (password.length < LEAST_PASSWORD)
    throw new Problem('password_too_short', {
      params: { least: LEAST_PASSWORD },
      fields: [{ field: 'password', code: 'field_too_short' }],
    });
  return (await identity.load()).hashPassword(password);
}
