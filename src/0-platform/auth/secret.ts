/** Tokens and keys: 256 random bits; what is kept is their SHA-256, which is enough for secrets that nobody can guess. */
import { hash, randomBytes } from 'node:crypto';

export const randomSecret = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`;
export const digestOfSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** A password nobody has to type often: 20 characters that are hard to confuse, about 100 bits. */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const bytes = randomBytes(20);
  const text = [...bytes].map((byte) => letters[byte % letters.length]).join('');
  return text.replace(/(.{5})(?=.)/g, '$1-');
}
