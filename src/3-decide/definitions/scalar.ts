/**
 * One value of an event or of a person, as it is compared: the same in the process and in the lake (`query/value-sql.ts`), bit by bit.
 *
 * A number, also one that is written as a text ("19.90"), is compared as a whole number of ten-thousandths: floor(x · 10,000 + ½) of
 * the same double in both engines. Beyond ±10^10 a whole number is an id, and compared as a text.
 */
import type { Json, JsonObject } from '#platform/log';

export type Scalar = {
  /** Equal for values that are the same: `n199000`, `tred`. */
  key: string;
  /** In ten-thousandths; null: no number. */
  number: number | null;
  /** Null: not a text. */
  text: string | null;
};

export const SCALE = 10_000;
const LARGEST = 1e10;
/** No leading zeros: 007 is not 7. */
const NUMBER_TEXT = /^-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?$/;

export const scaled = (value: number): number => Math.floor(value * SCALE + 0.5);

/** Null where there is nothing to compare: null, an empty text, an object. */
export function scalarOf(value: Json | undefined): Scalar | null {
  switch (typeof value) {
    case 'string': {
      if (value === '') return null;
      if (!NUMBER_TEXT.test(value)) return { key: `t${value}`, number: null, text: value };
      const number = scaled(Number(value));
      return { key: `n${number}`, number, text: value };
    }
    case 'number': {
      if (Math.abs(value) < LARGEST) {
        const number = scaled(value);
        return { key: `n${number}`, number, text: null };
      }
      return Number.isSafeInteger(value) ? { key: `t${value}`, number: null, text: null } : null;
    }
    case 'boolean':
      return { key: `t${value}`, number: null, text: null };
    default:
      return null;
  }
}

/** Values of a fact: one, or those of a list. */
export const scalarsOf = (value: Json | undefined): Scalar[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => scalarOf(one) ?? []);

export type Path = { of: 'properties' | 'context'; before: string[]; list: boolean; after: string[] };

/** `context.campaign.source`, `products[].sku`. */
export function pathOf(property: string): Path {
  const inContext = property.startsWith('context.');
  const [head = '', tail] = (inContext ? property.slice('context.'.length) : property).split('[]');
  return {
    of: inContext ? 'context' : 'properties',
    before: head.split('.'),
    list: tail !== undefined,
    after: tail ? tail.slice(1).split('.') : [],
  };
}

type Told = { properties: JsonObject; context: JsonObject };

/** What stands there: nothing, one value, or several where the path leads through a list. */
export function valuesAt(path: Path, event: Told): Scalar[] {
  const found = step(event[path.of], path.before);
  if (!path.list) return scalarOf(found) ? [scalarOf(found) as Scalar] : [];
  if (!Array.isArray(found)) return [];
  return found.flatMap((element) => scalarOf(step(element, path.after)) ?? []);
}

function step(from: Json | undefined, keys: readonly string[]): Json | undefined {
  let here = from;
  for (const key of keys) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) || !Object.hasOwn(here, key))
      return undefined;
    here = here[key];
  }
  return here;
}
