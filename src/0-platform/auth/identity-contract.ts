/**
 * What may be sent to `/api/auth/*`: of all that better-auth offers, what is named here is open and the rest is closed. Each body is checked by
 * us before better-auth sees it, so that there is one reading of it (SECURITY.md A5, A9) and one of whose account it is about.
 */
import { z } from 'zod';

const secretText = z.string().min(1).max(200);
const newPassword = z.string().min(12).max(128);
const code = z.string().min(4).max(32);
const email = z.email().max(254);
/** A path of the console, so that signing in leads nowhere else (A18): one slash, no second, no backslash, only visible ASCII. */
const ownPath = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/);

const nothing = z.strictObject({});
const withPassword = z.strictObject({ password: secretText });
const withCode = z.strictObject({ code, trustDevice: z.boolean().optional() });

export const IDENTITY_BODIES = {
  'sign-in/email': z.strictObject({ email, password: secretText, rememberMe: z.boolean().optional() }),
  'sign-in/social': z.strictObject({ provider: z.literal('oidc'), callbackURL: ownPath.default('/') }),
  ticket: z.strictObject({ ticket: secretText }),
  'sign-out': nothing,
  'change-password': z.strictObject({
    currentPassword: secretText,
    newPassword,
    revokeOtherSessions: z.literal(true).default(true),
  }),
  'two-factor/enable': withPassword,
  'two-factor/disable': withPassword,
  'two-factor/get-totp-uri': withPassword,
  'two-factor/generate-backup-codes': withPassword,
  'two-factor/verify-totp': withCode,
  'two-factor/verify-backup-code': withCode,
} as const;
export type IdentityAct = keyof typeof IDENTITY_BODIES;

/** Acts that test a secret somebody may be guessing. */
export const GUESSES: ReadonlySet<string> = new Set<IdentityAct>([
  'sign-in/email',
  'ticket',
  'change-password',
  'two-factor/enable',
  'two-factor/disable',
  'two-factor/get-totp-uri',
  'two-factor/generate-backup-codes',
  'two-factor/verify-totp',
  'two-factor/verify-backup-code',
]);

/** What a member of staff changes about the own sign-in, by the name it has in the audit log. */
export const AUDITED: Partial<Record<string, string>> = {
  'sign-out': 'session.end',
  'change-password': 'staff.password',
  'two-factor/verify-totp': 'staff.two_factor_on',
  'two-factor/disable': 'staff.two_factor_off',
  'two-factor/generate-backup-codes': 'staff.backup_codes',
};
