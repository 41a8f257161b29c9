/**
 * What an identifier is worth: brought into one form, and told apart into those that lead to somebody, those that are kept and lead
 * nowhere (masked, lent for one order, changing every week, the shop's own), and those that name nobody at all.
 */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Identifier, namesNobody } from '../identifier.ts';
import type { Weakness } from './resolve.ts';
import type { IdentityRules } from './rules.ts';

export type Judged = Identifier & { weakness: Weakness | null };

/** Addresses that a platform makes up for one shop or one order and forwards. */
const RELAYS = [
  'privaterelay.appleid.com',
  'marketplace.amazon.com',
  'members.ebay.com',
  'reply.etsy.com',
  'guest.airbnb.com',
  'users.noreply.github.com',
  'relay.firefox.com',
  'mozmail.com',
  'duck.com',
];
/** `marketplace.amazon.co.uk`, `marketplace.amazon.de` … */
const RELAY = /^marketplace\.amazon\.[a-z.]+$/;

/** Kinds that a platform changes by itself: Taobao's OAID is another one each week (`ouid` stays). */
const CHANGING = new Set(['taobao_oaid', 'gclid', 'ip']);

/** Null: nobody. `region`: the country whose telephone numbers come without a prefix. */
export function judge(identifier: Identifier, rules: IdentityRules, region: string): Judged | null {
  const value = identifier.value.normalize('NFKC').trim();
  if (isNobody(value, rules)) return null;
  if (isMasked(value)) return { ...identifier, value, weakness: 'masked' };
  if (CHANGING.has(identifier.kind)) return { ...identifier, value, weakness: 'changing' };
  if (identifier.kind === 'email') return judgeEmail(value, rules);
  if (identifier.kind === 'phone') return judgePhone(value, rules, region);
  // An id is taken as it is: `NFKC` could make two of a shop's ids one.
  return { ...identifier, weakness: null };
}

function isNobody(value: string, rules: IdentityRules): boolean {
  const small = value.toLowerCase();
  return namesNobody(small) || rules.blocked.some((blocked) => blocked.toLowerCase() === small);
}

/** 张**, 138****1234, a***@example.com */
const isMasked = (value: string): boolean => /\*{2,}|[●•]{2,}|x{4,}/i.test(value) || /^.\*$/u.test(value);

function judgeEmail(text: string, rules: IdentityRules): Judged | null {
  const value = text.replace(/^mailto:/i, '').toLowerCase();
  const at = value.lastIndexOf('@');
  const domain = value.slice(at + 1);
  if (at < 1 || value.length > 254 || !/^[^\s@]+\.[^\s@.]+$/.test(domain) || /\s/.test(value)) return null;
  const isUnder = (parents: readonly string[]): boolean =>
    parents.some((parent) => domain === parent || domain.endsWith(`.${parent}`));
  const weakness = isUnder(RELAYS) || RELAY.test(domain) ? 'relay' : isUnder(rules.ownDomains) ? 'own' : null;
  return { kind: 'email', value, weakness };
}

/** A number with an extension is one that a marketplace lends for an order: 13800138000-1234, 17000000000转8866. */
const EXTENSION = /^\+?[\d\s()-]{7,}(?:-|转|#|,|ext\.?|x)\s*\d{3,6}$/i;
const VIRTUAL = /^(?:\+?86)?1\d{10}\s*(?:-|转|#|,|ext\.?|x)\s*\d{3,6}$/i;

function judgePhone(text: string, _rules: IdentityRules, region: string): Judged | null {
  const bare = text.replace(/^tel:/i, '');
  if (VIRTUAL.test(bare) || (/转|ext/i.test(bare) && EXTENSION.test(bare)))
    return { kind: 'phone', value: bare, weakness: 'virtual' };
  const number = parsePhoneNumberFromString(bare, region as CountryCode);
  if (number?.isPossible()) return { kind: 'phone', value: number.number, weakness: null };
  return null;
}
