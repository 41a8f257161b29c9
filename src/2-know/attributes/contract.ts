/** Custom attributes over HTTP, shared by server and console. */
import { z } from 'zod';
import { flagFilter, listQuery, pageOf } from '#platform/lists/contract';

export const ATTRIBUTE_TYPES = [
  'text',
  'long_text',
  'number',
  'date',
  'yes_no',
  'choice',
  'choices',
  'url',
  'email',
  'phone',
] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** Allow-lists instead of patterns: a pattern of a user's can stop a server. */
export const CHARACTERS = ['any', 'digits', 'letters', 'letters_and_digits'] as const;

// The same words as in `#platform/http`, which is server code.
export const ATTRIBUTE_ROLES = ['owner', 'analyst', 'marketer', 'agent', 'operations', 'developer'] as const;
const role = z.enum(ATTRIBUTE_ROLES);

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text_invalid');
const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;
const roles = z.array(role).max(6).refine(distinct);
const titles = z.strictObject({ en: text(80), zh: text(80) });

const rules = z.strictObject({
  /** Of a number; of a text its length; of several options how many. */
  min: z.number().min(-1e15).max(1e15).nullable().default(null),
  max: z.number().min(-1e15).max(1e15).nullable().default(null),
  earliest: z.iso.date().nullable().default(null),
  latest: z.iso.date().nullable().default(null),
  characters: z.enum(CHARACTERS).default('any'),
  /** Hosts of addresses and e-mail: these and what lies below them; empty: any. */
  hosts: z
    .array(z.string().regex(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$/))
    .max(50)
    .default([]),
});

const option = z.strictObject({
  key,
  title: titles,
  /** Offered no more; values that have it keep it. */
  withdrawn: z.boolean().default(false),
});
const options = z
  .array(option)
  .max(200)
  .refine((all) => distinct(all.map((one) => one.key)));

/** Where it stands for this role; hidden: not on her page, though the role may read it. */
const place = z.strictObject({
  place: z.number().int().min(0).max(9999),
  hidden: z.boolean().default(false),
});

const settings = {
  title: titles,
  required: z.boolean(),
  personal: z.boolean(),
  rules,
  options,
  seen_by: roles,
  edited_by: roles,
  /** Of the customer's page, in the words of whoever chose it; null: no section of its own. */
  section: text(60).nullable(),
  place: z.number().int().min(0).max(9999),
  places: z.partialRecord(role, place),
};

export const newAttribute = z.strictObject({
  key,
  type: z.enum(ATTRIBUTE_TYPES),
  title: titles,
  required: settings.required.default(false),
  personal: settings.personal.default(true),
  rules: rules.prefault({}),
  options: options.default([]),
  seen_by: roles.default(['agent', 'operations']),
  edited_by: roles.default(['agent', 'operations']),
  section: settings.section.default(null),
  place: settings.place.default(100),
  places: settings.places.default({}),
});
export type NewAttribute = z.output<typeof newAttribute>;

/** What is not named stays as it is; key and type stay for good. */
export const attributeChanges = z.strictObject({ ...settings, archived: z.boolean() }).partial();
export type AttributeChanges = z.output<typeof attributeChanges>;

export const attributeParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,8}$/) });

export const attributeQuery = listQuery({
  sorts: ['place', 'key', 'created_at'],
  sort: 'place',
  filters: { type: z.enum(ATTRIBUTE_TYPES), archived: flagFilter() },
});

const shownTitles = z.object({ en: z.string(), zh: z.string() });
const shownOption = z.object({ key: z.string(), title: shownTitles, withdrawn: z.boolean() });
const shownRules = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  earliest: z.string().nullable(),
  latest: z.string().nullable(),
  characters: z.enum(CHARACTERS),
  hosts: z.array(z.string()),
});
export type AttributeRules = z.output<typeof shownRules>;

export const attributeItem = z.object({
  id: z.string(),
  key: z.string(),
  type: z.enum(ATTRIBUTE_TYPES),
  title: shownTitles,
  required: z.boolean(),
  personal: z.boolean(),
  rules: shownRules,
  options: z.array(shownOption),
  seen_by: z.array(role),
  edited_by: z.array(role),
  section: z.string().nullable(),
  place: z.number().int(),
  places: z.partialRecord(role, z.object({ place: z.number().int(), hidden: z.boolean() })),
  created_at: z.iso.datetime(),
  archived_at: z.iso.datetime().nullable(),
});
export type AttributeItem = z.output<typeof attributeItem>;
export const attributePage = pageOf(attributeItem);

export type AttributeValue = string | number | boolean | string[];
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

export const customerParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,14}$/) });

/** By key; null takes a value away. What is not named stays. */
export const givenValues = z.strictObject({
  values: z
    .record(
      key,
      z
        .union([z.string().max(10_000), z.number(), z.boolean(), z.array(z.string().max(40)).max(200)])
        .nullable(),
    )
    .refine((given) => Object.keys(given).length <= 100),
});
export type GivenValues = z.output<typeof givenValues>['values'];

const attributeOf = z.object({
  key: z.string(),
  type: z.enum(ATTRIBUTE_TYPES),
  title: shownTitles,
  section: z.string().nullable(),
  required: z.boolean(),
  rules: shownRules,
  options: z.array(shownOption),
  value: value.nullable(),
  /** There is a value, and this role may not read it whole. */
  masked: z.boolean(),
  editable: z.boolean(),
  /** Not on her page for this role. */
  hidden: z.boolean(),
  set_at: z.iso.datetime().nullable(),
  set_by: z.string().nullable(),
});
export type AttributeOf = z.output<typeof attributeOf>;
export const attributesOf = z.object({ items: z.array(attributeOf), next: z.null() });
export type AttributesOf = z.output<typeof attributesOf>;
