/** The list of known customers, and who is found by what. */
import { type Principal, seesPersonal } from '#platform/http';
import { type CustomerId, customerId } from '#platform/ids';
import type { Page } from '#platform/lists';
import type { Platform } from '#platform/module';
import { open } from '#platform/vault';
import type { CustomerItem } from '../contract.ts';
import { digestOf } from '../identifier.ts';
import { judge } from '../identity/judge.ts';
import { personsOf, presentRules } from '../identity/store.ts';
import { maskedName, maskedValue } from '../mask.ts';
import { type CardFace, textsOf } from './card-of.ts';
import { gramsAsked, isFoundIn } from './grams.ts';
import * as store from './list/store.ts';
import { personsNamed } from './store.ts';

export type ListParts = Pick<Platform, 'db' | 'vault' | 'settings'> & {
  pepper: Buffer;
  /** Whose order has this number, on whatever channel. */
  buyersOf: (db: Platform['db'], number: string) => Promise<CustomerId[]>;
};

export type Asked = Omit<store.CardQuery, 'grams' | 'among' | 'visible'>;

/** A page is looked for in so many stretches at most: hashes of parts promise what the texts may not keep. */
const MOST_STRETCHES = 40;

/**
 * `q`: part of a name, an address or a number. Roles that see no personal values find by a complete value only: parts would tell them
 * letter by letter what is masked.
 */
export async function listCustomers(
  parts: ListParts,
  asked: Asked,
  principal: Principal,
): Promise<Page<CustomerItem>> {
  const visible = principal.kind === 'anonymous' ? [] : principal.channels;
  const query = asked.q ?? asked.query;
  const whole = seesPersonal(principal);
  if (query === undefined) {
    const page = await store.listCards(parts.db, { ...asked, grams: [], among: null, visible });
    return { items: (await opened(parts, page.items)).map((one) => itemOf(one, whole)), next: page.next };
  }
  const exact = await exactly(parts, query.trim());
  const grams = whole ? gramsAsked(query, parts.pepper) : [];
  if (grams.length === 0 && exact.length === 0) return { items: [], next: null };
  const found: Opened[] = [];
  let after = asked.after;
  for (let stretch = 0; stretch < MOST_STRETCHES; stretch++) {
    const limit = asked.limit - found.length;
    const page = await store.listCards(parts.db, { ...asked, after, limit, grams, among: exact, visible });
    const cards = await opened(parts, page.items);
    found.push(
      ...cards.filter(
        ({ row, face }) =>
          exact.includes(row.person_id) || (whole && face !== null && isFoundIn(query, textsOf(face))),
      ),
    );
    after = page.next ?? undefined;
    if (page.next === null || found.length >= asked.limit) break;
  }
  return { items: found.map((one) => itemOf(one, whole)), next: after ?? null };
}

/** Persons that a complete value leads to: an id of hers, an address, an order's number. */
async function exactly(parts: ListParts, value: string): Promise<CustomerId[]> {
  const { db, pepper, settings } = parts;
  const { rules } = await presentRules(db);
  const kinds = ['user_id', 'anonymous_id', 'email', 'phone'];
  const digests = kinds.flatMap((kind) => {
    const judged = judge({ kind, value }, rules, settings.SHOP_COUNTRY);
    return judged ? [digestOf(pepper, { kind: judged.kind, value: judged.value })] : [];
  });
  const buyers = await parts.buyersOf(db, value);
  const numbered = /^[1-9]\d{0,14}$/.test(value) ? [customerId(Number(value))] : [];
  const persons = await personsOf(db, [...buyers, ...numbered]);
  return [...new Set([...(await personsNamed(db, digests)), ...persons.values()])];
}

type Opened = { row: store.CardRow; face: CardFace | null };

async function opened({ vault }: ListParts, rows: readonly store.CardRow[]): Promise<Opened[]> {
  const keys = await vault.existingKeys(rows.map((row) => row.person_id));
  return rows.map((row) => {
    const key = keys.get(row.person_id);
    const plain = key ? open(key, row.sealed) : null;
    return { row, face: plain ? (JSON.parse(plain.toString()) as CardFace) : null };
  });
}

function itemOf({ row, face }: Opened, whole: boolean): CustomerItem {
  const shown = (kind: string, value: string | null | undefined): string | null =>
    value ? (whole ? value : maskedValue(kind, value)) : null;
  return {
    id: String(row.person_id),
    name: face?.name ? (whole ? face.name : maskedName(face.name)) : null,
    email: shown('email', face?.email),
    phone: shown('phone', face?.phone),
    user_id: shown('user_id', face?.userId),
    city: whole ? (face?.city ?? null) : null,
    country: row.country,
    tags: row.tags,
    orders: row.orders,
    spent: row.spent,
    currency: row.currency,
    last_order_at: row.last_order_at?.toISOString() ?? null,
    first_seen: row.first_seen.toISOString(),
    active_at: row.active_at.toISOString(),
    profiles: row.profiles,
    personal: face === null ? 'erased' : whole ? 'shown' : 'masked',
  };
}
