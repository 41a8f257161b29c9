/**
 * What an event says about who somebody is: the name its sender called her by and the other identifiers it carries, from where the
 * clients of Segment and RudderStack put them (`userId`, `anonymousId`, `previousId`, `traits`, `context.traits`,
 * `context.externalIds`). What a browser says without the shop's signature is a claim and leads nowhere (SECURITY.md T23).
 */
import { FLAGS, type Json, type JsonObject, type LoggedEvent } from '#platform/log';
import type { Identifier } from '../identifier.ts';

export type SaidInEvent = {
  /** What the sender called her; her profile is where this leads. */
  name: Identifier | null;
  others: Identifier[];
  /** The sender can vouch for it. */
  vouched: boolean;
  /** An alias: the two are one, whatever the limits. */
  outright: boolean;
};

const MOST = 20;

export function saidInEvent(event: Pick<LoggedEvent, 'type' | 'flags'>, personal: JsonObject): SaidInEvent {
  const unvouched = (event.flags & FLAGS.unvouched) !== 0;
  const names = namesOf(personal, unvouched);
  const [name = null, ...rest] = names;
  const others = [...rest, ...traitIdentifiers(personal), ...externalIds(personal)];
  const outright = event.type === 'alias';
  if (outright) others.push(...previousOf(personal));
  return {
    name,
    others: distinct(others, name).slice(0, MOST),
    vouched: !unvouched,
    outright,
  };
}

/** The same order as in collection, where the first becomes the profile. */
function namesOf(personal: JsonObject, unvouched: boolean): Identifier[] {
  const user = text(personal.userId);
  const anonymous = text(personal.anonymousId);
  const names: Identifier[] = [];
  if (user !== null && !unvouched) names.push({ kind: 'user_id', value: user });
  if (anonymous !== null) names.push({ kind: 'anonymous_id', value: anonymous });
  if (user !== null && unvouched) {
    if (anonymous === null) names.push({ kind: 'claimed_user_id', value: user });
    names.push({ kind: 'user_id', value: user });
  }
  return names;
}

function traitIdentifiers(personal: JsonObject): Identifier[] {
  const context = object(personal.context);
  return [object(personal.traits), object(context.traits)].flatMap((traits) => [
    ...given('email', traits.email),
    ...given('phone', traits.phone),
  ]);
}

/** `context.externalIds: [{ id, type, collection, encoding }]`, as in Segment's spec. */
function externalIds(personal: JsonObject): Identifier[] {
  const list = object(personal.context).externalIds;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const { id, type } = object(entry);
    const kind = text(type)?.toLowerCase() ?? '';
    return /^[a-z][a-z0-9_]{0,39}$/.test(kind) && !RESERVED.has(kind) ? given(kind, id) : [];
  });
}

/** Names that have their own place in an event. */
const RESERVED = new Set(['user_id', 'anonymous_id', 'claimed_user_id']);

/** Nobody says which of the two it was. */
const previousOf = (personal: JsonObject): Identifier[] => [
  ...given('user_id', personal.previousId),
  ...given('anonymous_id', personal.previousId),
];

const given = (kind: string, value: Json | undefined): Identifier[] => {
  const found = text(value);
  return found === null ? [] : [{ kind, value: found }];
};

function distinct(identifiers: readonly Identifier[], name: Identifier | null): Identifier[] {
  const keyOf = ({ kind, value }: Identifier): string => `${kind}\0${value}`;
  const seen = new Set(name ? [keyOf(name)] : []);
  return identifiers.filter((identifier) => {
    const key = keyOf(identifier);
    return !seen.has(key) && seen.add(key);
  });
}

function text(value: Json | undefined): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' && value.length <= 256 ? value : null;
}

const object = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
