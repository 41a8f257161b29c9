/** What a value of an attribute may be, and who may read and write it. Pure. */
import type { Principal } from '#platform/http';
import type { AttributeItem, AttributeRules, AttributeType, AttributeValue } from './contract.ts';

export type Kind = Pick<AttributeItem, 'type' | 'rules' | 'options'>;
export type Checked = { value: AttributeValue } | { refused: Refusal };
export type Refusal = 'field_invalid' | 'field_too_long' | 'value_below' | 'value_above' | 'option_unknown';

/** Beyond what staff ask for. */
const LONGEST: Partial<Record<AttributeType, number>> = { text: 500, long_text: 5000, url: 2000, email: 254 };

/** `before`: what is there now; an option that was withdrawn may stay and may not be chosen anew. */
export function checkValue(kind: Kind, given: unknown, before: AttributeValue | null = null): Checked {
  const value = plain(given);
  switch (kind.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? between(value, value, kind.rules)
        : refused('field_invalid');
    case 'yes_no':
      return typeof value === 'boolean' ? { value } : refused('field_invalid');
    case 'date':
      return checkDate(value, kind.rules);
    case 'choice':
      if (typeof value !== 'string') return refused('field_invalid');
      return isOffered(kind, value, before) ? { value } : refused('option_unknown');
    case 'choices':
      return checkChoices(kind, value, before);
    default:
      return checkText(kind, value);
  }
}

const refused = (why: Refusal): Checked => ({ refused: why });
const plain = (given: unknown): unknown =>
  typeof given === 'string' ? given.normalize('NFC').trim() : given;

function between(value: AttributeValue, measure: number, { min, max }: AttributeRules): Checked {
  if (min !== null && measure < min) return refused('value_below');
  return max !== null && measure > max ? refused('value_above') : { value };
}

function checkDate(value: unknown, { earliest, latest }: AttributeRules): Checked {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return refused('field_invalid');
  const at = new Date(`${value}T00:00:00Z`);
  // The 31st of February would become a day of March.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== value) return refused('field_invalid');
  if (earliest !== null && value < earliest) return refused('value_below');
  return latest !== null && value > latest ? refused('value_above') : { value };
}

function isOffered({ options }: Kind, key: string, before: AttributeValue | null): boolean {
  const had = Array.isArray(before) ? before.includes(key) : before === key;
  return options.some((option) => option.key === key && (!option.withdrawn || had));
}

function checkChoices(kind: Kind, value: unknown, before: AttributeValue | null): Checked {
  if (!Array.isArray(value) || !value.every((one): one is string => typeof one === 'string'))
    return refused('field_invalid');
  const chosen = [...new Set(value)];
  if (chosen.length === 0) return refused('value_below');
  return chosen.every((key) => isOffered(kind, key, before))
    ? between(chosen, chosen.length, kind.rules)
    : refused('option_unknown');
}

const CHARACTERS: Record<AttributeRules['characters'], RegExp | null> = {
  any: null,
  digits: /^\p{Nd}+$/u,
  letters: /^[\p{L}\p{M}]+$/u,
  letters_and_digits: /^[\p{L}\p{M}\p{Nd}]+$/u,
};

function checkText({ type, rules }: Kind, value: unknown): Checked {
  if (typeof value !== 'string' || value === '' || !value.isWellFormed() || value.includes('\0'))
    return refused('field_invalid');
  if (value.length > (LONGEST[type] ?? 40)) return refused('field_too_long');
  if (type === 'url' && !isUrl(value, rules)) return refused('field_invalid');
  if (type === 'email' && !isEmail(value, rules)) return refused('field_invalid');
  if (type === 'phone' && !/^\+?[\d ()-]{5,30}$/.test(value)) return refused('field_invalid');
  const allowed = CHARACTERS[rules.characters];
  if (allowed && type === 'text' && !allowed.test(value)) return refused('field_invalid');
  return between(value, [...value].length, rules);
}

const isBelow = (host: string, hosts: readonly string[]): boolean =>
  hosts.length === 0 || hosts.some((one) => host === one || host.endsWith(`.${one}`));

/** Only what a browser may follow without running anything. */
function isUrl(value: string, { hosts }: AttributeRules): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  return ['https:', 'http:'].includes(protocol) && !username && !password && isBelow(hostname, hosts);
}

function isEmail(value: string, { hosts }: AttributeRules): boolean {
  const [local, host, ...more] = value.split('@');
  if (!local || !host || more.length > 0 || /[\s<>"]/.test(value)) return false;
  return host.includes('.') && !/^\.|\.$|\.\./.test(host) && isBelow(host.toLowerCase(), hosts);
}

export type Access = { sees: boolean; edits: boolean };
type Guarded = Pick<AttributeItem, 'seen_by' | 'edited_by'>;

/** The owner everything; others what names their role. Who may not read it may not write it. */
export function accessOf({ seen_by, edited_by }: Guarded, principal: Principal): Access {
  if (principal.kind === 'anonymous') return { sees: false, edits: false };
  if (principal.role === 'owner') return { sees: true, edits: true };
  const sees = seen_by.includes(principal.role);
  return { sees, edits: sees && edited_by.includes(principal.role) };
}

export type Noted<Value> = { customerId: number; setAt: Date; value: Value };

/** Of one attribute at several profiles of a person: what was noted last, also that it was taken away. */
export function latest<Value>(noted: readonly Noted<Value>[]): Noted<Value> | null {
  const [first, ...rest] = noted;
  if (!first) return null;
  return rest.reduce((one, other) => {
    const apart = other.setAt.getTime() - one.setAt.getTime();
    return apart > 0 || (apart === 0 && other.customerId > one.customerId) ? other : one;
  }, first);
}
