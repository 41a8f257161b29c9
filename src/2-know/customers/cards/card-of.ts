/** What a card says of somebody, and the texts by which she is found. Pure. */
import type { Json, JsonObject } from '#platform/log';

/** What is personal on a card; sealed. */
export type CardFace = {
  name: string | null;
  email: string | null;
  phone: string | null;
  userId: string | null;
  city: string | null;
  /** Everything else she is found by: other addresses, former names. */
  more: string[];
};

export type KnownValue = { kind: string; value: string };

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

const object = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** Segment's reserved traits, and what Chinese shops call them. */
export function nameOf(traits: JsonObject): string | null {
  const whole = text(traits.name) ?? text(traits.fullName) ?? text(traits.full_name) ?? text(traits.姓名);
  if (whole) return whole;
  const first = text(traits.firstName) ?? text(traits.first_name);
  const last = text(traits.lastName) ?? text(traits.last_name);
  if (first && last) return /\p{Script=Han}/u.test(last) ? `${last}${first}` : `${first} ${last}`;
  return first ?? last ?? text(traits.nickname) ?? text(traits.username) ?? text(traits.company);
}

const ADDRESS = [
  'state',
  'province',
  'city',
  'district',
  'street',
  'address1',
  'address2',
  'address',
  'postalCode',
];

function addressTexts(traits: JsonObject): string[] {
  const address = object(traits.address);
  const whole = text(traits.address);
  return [
    ...(whole ? [whole] : []),
    ...ADDRESS.flatMap(
      (part) => text(address[part]) ?? (part === 'address' ? [] : (text(traits[part]) ?? [])),
    ),
  ];
}

/** Where exactly she lives, as far as a sender told it: the street, never only a city. */
export function addressOf(traits: JsonObject): string | null {
  const address = object(traits.address);
  const streets = ['street', 'address1', 'address2'].flatMap(
    (part) => text(address[part]) ?? text(traits[part]) ?? [],
  );
  return text(traits.address) ?? (streets.length > 0 ? streets.join(' ') : null);
}

/** Two letters, as ISO 3166 has them, or the name a sender gave. */
export function countryOf(traits: JsonObject): string | null {
  const given =
    text(object(traits.address).country) ?? text(traits.country) ?? text(traits.country_code) ?? null;
  if (given === null || given.length > 60) return null;
  return given.length === 2 ? given.toUpperCase() : given;
}

/** A channel's number is shown and asked for without the channel: `1:13085` as `13085`. */
const plainOf = ({ kind, value }: KnownValue): string =>
  kind === 'channel_customer' ? value.slice(value.indexOf(':') + 1) : value;

export function faceOf(traits: JsonObject, values: readonly KnownValue[]): CardFace {
  const of = (kind: string): string[] => values.filter((one) => one.kind === kind).map(({ value }) => value);
  const [emails, phones, userIds] = [of('email'), of('phone'), of('user_id')];
  const name = nameOf(traits);
  const others = values.filter(({ kind }) => !['email', 'phone', 'user_id', 'anonymous_id'].includes(kind));
  const company = text(traits.company) ?? text(object(traits.company).name);
  return {
    name,
    email: text(traits.email)?.toLowerCase() ?? emails[0] ?? null,
    phone: text(traits.phone) ?? phones[0] ?? null,
    userId: userIds[0] ?? (others[0] ? plainOf(others[0]) : null),
    city: text(object(traits.address).city) ?? text(traits.city),
    more: [
      ...addressTexts(traits),
      ...(company && company !== name ? [company] : []),
      ...emails.slice(1),
      ...phones.slice(1),
      ...userIds.slice(1),
      ...others.map(({ value }) => value),
      ...others.filter(({ kind }) => kind === 'channel_customer').map(plainOf),
    ].slice(0, 40),
  };
}

/** A number is found by its beginning, with and without its country, and by its last four. */
const phoneTexts = (phone: string): string[] => {
  const digits = phone.replace(/\D/g, '');
  const bare = phone.startsWith('+86') ? digits.slice(2) : digits;
  return digits.length >= 7 ? [digits, bare, digits.slice(-4)] : [phone];
};

export const isPhone = (value: string): boolean => /^\+?[\d\s()-]{7,20}$/.test(value);

/** Texts of a card as they are searched. */
export function textsOf({ name, email, phone, userId, city, more }: CardFace): string[] {
  const given = [name, email, userId, city].filter((value) => value !== null);
  const phones = [...(phone === null ? [] : [phone]), ...more.filter(isPhone)];
  return [...given, ...phones.flatMap(phoneTexts), ...more.filter((value) => !isPhone(value))];
}
