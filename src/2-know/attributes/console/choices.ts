/** What a form offers, without the schemas that say the same: zod compiles code, which the policy of a page lets no script do. */
import type { AttributeItem, AttributeType } from '../contract.ts';

type Role = AttributeItem['seen_by'][number];
type Characters = AttributeItem['rules']['characters'];

const types: Record<AttributeType, true> = {
  text: true,
  long_text: true,
  number: true,
  date: true,
  yes_no: true,
  choice: true,
  choices: true,
  url: true,
  email: true,
  phone: true,
};
const roles: Record<Role, true> = {
  owner: true,
  analyst: true,
  marketer: true,
  agent: true,
  operations: true,
  developer: true,
};
const characters: Record<Characters, true> = {
  any: true,
  digits: true,
  letters: true,
  letters_and_digits: true,
};

export const ATTRIBUTE_TYPES = Object.keys(types) as AttributeType[];
export const ATTRIBUTE_ROLES = Object.keys(roles) as Role[];
export const CHARACTERS = Object.keys(characters) as Characters[];
