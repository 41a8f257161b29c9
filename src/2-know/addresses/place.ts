/** Parts of an address, whatever a sender calls them, and when two are the same. Pure. */
import type { Json, JsonObject } from '#platform/log';
import type { Place } from './contract.ts';

/** Segment's names first, then what shop platforms call them. */
const NAMES: Record<Exclude<keyof Place, 'street'>, readonly string[]> = {
  name: ['name', 'recipient', 'full_name', 'fullName', 'receiver', 'receiver_name'],
  phone: ['phone', 'mobile', 'telephone'],
  company: ['company'],
  district: ['district', 'county', 'area'],
  city: ['city', 'town'],
  state: ['state', 'province', 'region', 'province_code'],
  postal_code: ['postalCode', 'postal_code', 'zip', 'postcode'],
  country: ['country', 'country_code', 'countryCode'],
};
const STREETS = [
  ['street'],
  ['address1', 'line1', 'address_1', 'address', 'detail'],
  ['address2', 'line2', 'address_2'],
];
const LONGEST = 500;

/** Null: no address, or one that a platform hides. A city alone is one; a country is not. */
export function placeIn(given: Json | undefined): Place | null {
  if (typeof given === 'string') return placeIn({ street: given });
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const part = (names: readonly string[]): string | null =>
    names.map((name) => text(given, name)).find((value) => value !== null) ?? null;
  const street = STREETS.flatMap((names) => part(names) ?? []).join(' ') || null;
  const place: Place = {
    name: part(NAMES.name),
    phone: part(NAMES.phone),
    company: part(NAMES.company),
    street,
    district: part(NAMES.district),
    city: part(NAMES.city),
    state: part(NAMES.state),
    postal_code: part(NAMES.postal_code),
    country: part(NAMES.country),
  };
  const isHidden = /[*●•]{2}/.test(`${place.street} ${place.city}`);
  return (place.street || place.city) && !isHidden ? place : null;
}

function text(given: JsonObject, name: string): string | null {
  const value = given[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST) : null;
}

/** The same for one address, however it is spelled: without case, blanks and marks. Who receives there is no part of it. */
export const keyOf = ({ street, district, city, state, postal_code, country }: Place): string =>
  [country, state, city, district, street, postal_code].map(bare).join('|');

const bare = (part: string | null): string =>
  (part ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
