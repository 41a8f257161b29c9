/**
 * What a person shows of herself: user id, device, name, address. Made from her number when it is needed, never kept; nothing in it tells her
 * number, or that two accounts are one person's.
 */
import { Draw, mix, purpose, unmix } from '../random/draw.ts';
import names from './names.json' with { type: 'json' };
import { FLAG } from './population.ts';

export type Account = {
  userId: string;
  name: string;
  email: string;
  phone: string;
  province: string;
  city: string;
  street: string;
  postcode: string;
};

const ACCOUNT = purpose('account');
const HOME = purpose('home');
const DEVICE = purpose('device');
const hex = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

/** 16 hexadecimal digits. */
export function token(seed: number, who: number, what: number, turn: number): string {
  const a = mix(mix(who ^ seed) + Math.imul(turn, 0x9e3779b9) + what);
  const b = mix(mix(a ^ who) + turn + Math.imul(what, 0x85ebca6b));
  return (
    `${hex[a & 255]}${hex[(a >>> 8) & 255]}${hex[(a >>> 16) & 255]}${hex[a >>> 24]}` +
    `${hex[b & 255]}${hex[(b >>> 8) & 255]}${hex[(b >>> 16) & 255]}${hex[b >>> 24]}`
  );
}

/** One to one with (person, account), so that no two share one. */
export const userIdOf = (seed: number, person: number, account: number): string =>
  `u${(mix((person * 2 + account) ^ mix(seed ^ ACCOUNT)) >>> 0).toString(36).padStart(7, '0')}`;

/** Whose user id it is. */
export function personOf(seed: number, userId: string): number {
  const number = Number.parseInt(userId.slice(1), 36) | 0;
  return (unmix(number) ^ mix(seed ^ ACCOUNT)) >>> 1;
}

export const deviceOf = (seed: number, person: number): string => token(seed, person, DEVICE, 0);

const RANGES = [3, 5, 7, 8, 9] as const;

const draw = new Draw();

/** The second account has another address and telephone, and the same name and home. */
export function accountOf(seed: number, person: number, account: number, flags: number): Account {
  draw.aim(seed, person, ACCOUNT);
  const name =
    flags & FLAG.english ? draw.of(names.english) : `${draw.of(names.surnames)}${draw.of(names.given)}`;
  // Couples are neighbours by number, and live together.
  draw.aim(seed, flags & FLAG.couple ? person & ~1 : person, HOME);
  const [province, city] = draw.of(names.cities) as [string, string];
  const street = `${draw.of(names.roads)}${1 + draw.below(999)}号${1 + draw.below(30)}栋${101 + draw.below(1800)}室`;
  const postcode = String(100_000 + draw.below(600_000));
  draw.aim(seed, person, ACCOUNT, 1 + account);
  const domain = draw.of(flags & FLAG.scanned && account === 0 ? names.offices : names.mail);
  const userId = userIdOf(seed, person, account);
  const digits = String(mix((person * 2 + account) ^ mix(seed ^ HOME)) >>> 0).padStart(10, '0');
  return {
    userId,
    name,
    email: `${userId.slice(1)}@${domain}`,
    // The first of ten digits is at most 4: each has a range of its own, so that numbers stay one to one.
    phone: `+861${RANGES[Number(digits[0])]}${digits.slice(1)}`,
    province,
    city,
    street,
    postcode,
  };
}

export const agentOf = (seed: number, person: number, mobile: boolean): string =>
  draw.aim(seed, person, DEVICE, 1).of(mobile ? names.agents.mobile : names.agents.desktop);

export const paymentOf = (seed: number, person: number): string =>
  draw.aim(seed, person, DEVICE, 2).of(names.payments);

/** As marketplaces show them. */
export const masked = ({ name, phone }: Account): { name: string; phone: string } => ({
  name: `${name.slice(0, 1)}**`,
  phone: `${phone.slice(3, 6)}****${phone.slice(-4)}`,
});
