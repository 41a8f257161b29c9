/**
 * Divides what a sender sent into what may stand in the log as it is and what is sealed under the customer's key. Both halves
 * keep the shape of the whole, so that `joinPersonal` puts them together again without loss.
 *
 * Pure. The rule is "sealed unless the shop's language says otherwise" (`#events/clear-properties`), with two exceptions for
 * values that say nothing about who: truth values, and numbers below ten million.
 */

import {
  CLEAR_ANYWHERE,
  CLEAR_CONTEXT,
  CLEAR_OF_PAGES,
  CLEAR_OF_PRODUCTS,
  type ClearKind,
  PRODUCT_EVENTS,
} from '#events/clear-properties';
import type { Json, JsonObject } from '#platform/log';

export type Halves = { clear: JsonObject; personal: JsonObject | null };

type Judge = (name: string) => ClearKind | undefined;

const LONG_NUMBER = 10_000_000;

/** Properties of a track, page, screen or group call. */
export function splitProperties(
  properties: JsonObject,
  call: { type: string; event: string; declaredClear: ReadonlySet<string> },
): Halves {
  const products: Judge = (name) => CLEAR_ANYWHERE[name] ?? CLEAR_OF_PRODUCTS[name] ?? declared(name);
  const declared: Judge = (name) => (call.declaredClear.has(name) ? 'word' : undefined);
  const top: Judge =
    call.type === 'page' || call.type === 'screen'
      ? (name) => CLEAR_ANYWHERE[name] ?? CLEAR_OF_PAGES[name] ?? declared(name)
      : PRODUCT_EVENTS.has(call.event)
        ? products
        : (name) => CLEAR_ANYWHERE[name] ?? declared(name);
  return halves(properties, (name) => (name === 'products' ? products : top), top);
}

/** `context`: by section. */
export function splitContext(context: JsonObject): Halves {
  const clear: JsonObject = {};
  const personal: JsonObject = {};
  for (const [name, value] of Object.entries(context)) {
    const rule = CLEAR_CONTEXT[name];
    if (rule === undefined) personal[name] = value;
    else if (typeof rule === 'string') put(clear, personal, name, value, rule);
    else if (isObject(value)) {
      const inner = halves(
        value,
        () => never,
        (key) => rule[key],
      );
      if (Object.keys(inner.clear).length > 0) clear[name] = inner.clear;
      if (inner.personal) personal[name] = inner.personal;
    } else personal[name] = value;
  }
  return { clear, personal: orNull(personal) };
}

/** The whole again. */
export function joinPersonal(clear: Json, personal: Json | undefined): Json {
  if (personal === undefined) return clear;
  if (isObject(clear) && isObject(personal)) {
    const whole: JsonObject = { ...clear };
    for (const [name, value] of Object.entries(personal)) {
      const other = whole[name];
      whole[name] = other === undefined ? value : joinPersonal(other, value);
    }
    return whole;
  }
  if (Array.isArray(clear) && Array.isArray(personal)) {
    return clear.map((value, index) =>
      personal[index] === null ? value : joinPersonal(value, personal[index]),
    );
  }
  return personal;
}

const never: Judge = () => undefined;

function halves(object: JsonObject, judgeInside: (name: string) => Judge, judge: Judge): Halves {
  const clear: JsonObject = {};
  const personal: JsonObject = {};
  for (const name in object) {
    const value = object[name] as Json;
    if (typeof value !== 'object' || value === null) put(clear, personal, name, value, judge(name));
    else if (!isPlainName(name)) personal[name] = value;
    else if (Array.isArray(value)) putList(clear, personal, name, value, judgeInside(name), judge(name));
    else {
      const inner = halves(value, judgeInside, judgeInside(name));
      clear[name] = inner.clear;
      if (inner.personal) personal[name] = inner.personal;
    }
  }
  return { clear, personal: orNull(personal) };
}

function putList(
  clear: JsonObject,
  personal: JsonObject,
  name: string,
  list: Json[],
  inside: Judge,
  kind: ClearKind | undefined,
): void {
  const open: Json[] = [];
  const sealed: Json[] = [];
  let anySealed = false;
  for (const element of list) {
    if (isObject(element)) {
      const inner = halves(element, () => inside, inside);
      open.push(inner.clear);
      sealed.push(inner.personal);
      anySealed ||= inner.personal !== null;
    } else if (!Array.isArray(element) && isClear(element, kind)) {
      open.push(element);
      sealed.push(null);
    } else {
      open.push(null);
      sealed.push(element);
      anySealed ||= element !== null;
    }
  }
  clear[name] = open;
  if (anySealed) personal[name] = sealed;
}

function put(
  clear: JsonObject,
  personal: JsonObject,
  name: string,
  value: Json,
  kind: ClearKind | undefined,
): void {
  if (kind === 'address' && typeof value === 'string') {
    const bare = withoutQuery(value);
    if (isWord(bare)) clear[name] = bare;
    if (bare !== value || !isWord(bare)) personal[name] = value;
  } else if (isPlainName(name) && isClear(value, kind)) clear[name] = value;
  else personal[name] = value;
}

function isClear(value: Json, kind: ClearKind | undefined): boolean {
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'number') return kind !== undefined || Math.abs(value) < LONG_NUMBER;
  if (typeof value !== 'string') return false;
  switch (kind) {
    case 'id':
      return value.length <= 128 && !/[@\s]/.test(value);
    case 'word':
      return isWord(value);
    case 'number':
      return value.length <= 24 && /^-?\d{1,12}(\.\d+)?$/.test(value);
    case 'time':
      return /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d))?$/.test(value);
    default:
      return false;
  }
}

/** A label: not an address of mail, no number long enough to be a telephone. */
const isWord = (value: string): boolean => value.length <= 256 && !/@|\d{7}/.test(value);

/** Property names are themselves text that a sender chose. */
const isPlainName = (name: string): boolean =>
  name.length <= 64 && /^[\p{L}_$][\p{L}\p{M}\w $.:-]*$/u.test(name) && !/\d{7}/.test(name);

function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function orNull(object: JsonObject): JsonObject | null {
  for (const _ in object) return object;
  return null;
}
