/**
 * Whether two customers look like one, and how sure that is. Pure. What is said here leads to nothing by itself: a person decides. The figures
 * order a list; they are judgements and no measured probabilities.
 */
import { type CardFace, isPhone } from '../cards/card-of.ts';
import { folded } from '../cards/grams.ts';
import type { DuplicateReason } from '../contract.ts';

export type Look = {
  name: string | null;
  phones: readonly string[];
  /** The street of it; a city alone says nothing. */
  address: string | null;
};
/** What the two were both called, seen in the database without opening anything. */
export type Shared = { maskedPhone: boolean; seenWith: boolean };
export type Likeness = { reasons: DuplicateReason[]; confidence: number };

const SHORTEST_ADDRESS = 6;
const MOST = 95;

export function lookOf(face: CardFace, address: string | null): Look {
  const phones = [face.phone, ...face.more.filter(isPhone)].filter((phone) => phone !== null);
  const street = address === null ? '' : bare(address);
  return {
    name: face.name,
    phones,
    address: [...street].length >= SHORTEST_ADDRESS ? street : null,
  };
}

/** Null: nothing speaks for it. */
export function likenessOf(one: Look, other: Look, shared: Shared): Likeness | null {
  const [name, otherName] = [bareName(one), bareName(other)];
  const sameName = name !== '' && name === otherName;
  const likeName = sameName || isMaskOf(one.name, other.name) || isMaskOf(other.name, one.name);
  const found: [DuplicateReason, number][] = [];
  const phones = sameName ? phonesAgree(one.phones, other.phones) : null;
  if (phones) found.push(['name_phone', phones === 'masked' ? 85 : 60]);
  if (likeName && one.address !== null && one.address === other.address)
    found.push(['name_address', sameName ? 75 : 55]);
  if (shared.maskedPhone && likeName) found.push(['masked_phone', sameName ? 80 : 60]);
  if (shared.seenWith) found.push(['seen_with', sameName ? 70 : 40]);
  if (found.length === 0) return null;
  const strongest = Math.max(...found.map(([, confidence]) => confidence));
  return {
    reasons: found.map(([reason]) => reason),
    confidence: Math.min(MOST, strongest + 10 * (found.length - 1)),
  };
}

/** Without spaces and marks between: `上海市 徐汇区` as `上海市徐汇区`. */
export const bare = (text: string): string => folded(text).replace(/[^\p{L}\p{N}*]+/gu, '');
const bareName = ({ name }: Look): string => (name === null || isMasked(name) ? '' : bare(name));
const isMasked = (text: string): boolean => /[*●•]/.test(text);

/** `张**` is how a marketplace writes 张小明. */
function isMaskOf(masked: string | null, name: string | null): boolean {
  if (masked === null || name === null || !isMasked(masked) || isMasked(name)) return false;
  const shown = folded(masked)
    .replace(/[*●•]+$/, '')
    .trim();
  return shown !== '' && !isMasked(shown) && folded(name).startsWith(shown);
}

export const lastDigits = (phone: string): string | null => /(\d{4})\D*$/.exec(phone)?.[1] ?? null;

/** `masked`: one is the other with its middle hidden; `last`: only the last four are the same. */
function phonesAgree(ones: readonly string[], others: readonly string[]): 'masked' | 'last' | null {
  let agree: 'last' | null = null;
  for (const one of ones)
    for (const other of others) {
      if (isMaskOfPhone(one, other) || isMaskOfPhone(other, one)) return 'masked';
      const last = lastDigits(one);
      if (last !== null && last === lastDigits(other)) agree = 'last';
    }
  return agree;
}

function isMaskOfPhone(masked: string, phone: string): boolean {
  const parts = /^(\d{2,})\*+(\d{2,})$/.exec(masked.replace(/[\s-]/g, ''));
  const digits = phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
  return (
    parts !== null &&
    !isMasked(phone) &&
    digits.startsWith(parts[1] as string) &&
    digits.endsWith(parts[2] as string)
  );
}
