/**
 * Which column of a table is which field. Guessed from the names of the columns, and from what stands in them where a name says nothing; a
 * person corrects the guess.
 */
import { KINDS, type KindName, kindNamed } from './kinds/index.ts';
import type { Field } from './kinds/kind.ts';
import type { Row } from './reading/read-rows.ts';

/** Field → column. */
export type Mapping = Readonly<Record<string, string>>;

/** Without case, blanks and marks: `Email Address*`, `e-mail_address` and `E-Mail address` are one. */
export const plainName = (column: string): string =>
  column
    .normalize('NFKC')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** How well a column's name fits: the earlier a field calls it so, the better; 0: not at all. */
function fits(field: Field, column: string): number {
  const name = plainName(column);
  const exact = field.called.indexOf(name);
  if (exact >= 0) return 100 - exact / 100;
  const bare = name.replaceAll(' ', '');
  const joined = field.called.findIndex((called) => called.replaceAll(' ', '') === bare);
  if (joined >= 0) return 90 - joined / 100;
  // 收货人姓名(必填) · Billing e-mail address
  const within = field.called.findIndex(
    (called) =>
      [...called].length >= (/\p{Script=Han}/u.test(called) ? 2 : 6) &&
      bare.includes(called.replaceAll(' ', '')),
  );
  return within >= 0 ? 40 - within / 100 : 0;
}

/** The best column for each field; each column is used once. */
export function guessMapping(kind: KindName, columns: readonly string[], rows: readonly Row[] = []): Mapping {
  const fields = kindNamed(kind).fields;
  const pairs = fields
    .flatMap((field) => columns.map((column) => ({ field: field.name, column, fit: fits(field, column) })))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit);
  const mapping: Record<string, string> = {};
  const used = new Set<string>();
  for (const { field, column } of pairs) {
    if (field in mapping || used.has(column)) continue;
    mapping[field] = column;
    used.add(column);
  }
  return {
    ...mapping,
    ...byContent(
      fields,
      columns.filter((column) => !used.has(column)),
      mapping,
      rows,
    ),
  };
}

const LOOKS: Readonly<Record<string, RegExp>> = {
  email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  phone: /^(\+?\d[\d\s()-]{8,18}|1\d{10})$/,
};

/** A column whose every value looks like an address is one, whatever it is called. */
function byContent(
  fields: readonly Field[],
  columns: readonly string[],
  taken: Mapping,
  rows: readonly Row[],
): Mapping {
  const found: Record<string, string> = {};
  for (const [name, look] of Object.entries(LOOKS)) {
    if (name in taken || !fields.some((field) => field.name === name)) continue;
    const column = columns.find((one) => {
      const values = rows.map(({ values: all }) => (all[one] ?? '').trim()).filter((value) => value !== '');
      return values.length >= 3 && values.every((value) => look.test(value));
    });
    if (column) found[name] = column;
  }
  return found;
}

/** What a table most likely holds, by how many of its columns each kind knows; null: none knows enough. */
export function guessKind(columns: readonly string[]): KindName | null {
  const weights = KINDS.map((kind) => {
    const mapping = guessMapping(kind.name, columns);
    const names = Object.keys(mapping);
    const sure = names.filter(
      (name) =>
        fits(kind.fields.find((field) => field.name === name) as Field, mapping[name] as string) >= 90,
    );
    const needed = kind.needed.some((name) => names.includes(name));
    return {
      name: kind.name,
      weight: needed
        ? sure.length + names.length / 10 + (TELLING[kind.name]?.some((name) => sure.includes(name)) ? 3 : 0)
        : 0,
    };
  });
  const best = weights.sort((one, other) => other.weight - one.weight)[0];
  return best && best.weight >= 2 ? best.name : null;
}

/** Fields that only this kind has. */
const TELLING: Readonly<Record<KindName, readonly string[]>> = {
  orders: ['order_number'],
  customers: ['email_consent', 'birthday', 'created_at', 'sms_consent', 'gender'],
  products: ['category', 'compare_at', 'stock', 'brand'],
  deliveries: ['tracking_number'],
  outside: [],
};
