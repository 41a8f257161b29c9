/** What was noted of a person: read and written with the rights of the role that asks, whichever way it is read. */
import { type KeyObject, randomUUID } from 'node:crypto';
import { type AttributeNoted, FACT_EVENTS } from '#events/facts';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import { type Principal, seesPersonal } from '#platform/http';
import { type CustomerId, HOUSE } from '#platform/ids';
import type { NewEvent } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Db, Tx } from '#platform/postgres';
import { firstHeld, open, seal } from '#platform/vault';
import { accessOf, checkValue, latest } from './attribute.ts';
import type { AttributeItem, AttributeOf, AttributesOf, AttributeValue, GivenValues } from './contract.ts';
import type { Caller } from './define-attribute.ts';
import * as store from './store.ts';

export type ValueParts = Pick<Platform, 'db' | 'vault' | 'clock' | 'audit' | 'log'>;

/** Throws `not_found`, also for customers the caller may not see. */
export async function attributesOfCustomer(
  parts: Pick<ValueParts, 'db' | 'vault'>,
  id: CustomerId,
  principal: Principal,
): Promise<AttributesOf> {
  const profiles = await profilesFor(parts.db, id, principal);
  if (profiles.length === 0) throw new Problem('not_found');
  const [definitions, known] = await Promise.all([
    store.presentDefinitions(parts.db),
    presentValues(parts, parts.db, profiles),
  ]);
  const items = definitions
    .filter((definition) => accessOf(definition, principal).sees)
    .map((definition) => shown(definition, known.get(Number(definition.id)), principal));
  return {
    items: items.sort((one, other) => one.place - other.place).map(({ place: _, ...item }) => item),
    next: null,
  };
}

type Known = { value: AttributeValue | null; setAt: Date; setBy: string };

function shown(
  definition: AttributeItem,
  known: Known | undefined,
  principal: Principal,
): AttributeOf & { place: number } {
  const { key, type, title, section, required, rules, options, personal, places, place } = definition;
  const own = principal.kind === 'anonymous' ? undefined : places[principal.role];
  const masked = personal && !seesPersonal(principal) && known !== undefined && known.value !== null;
  return {
    key,
    type,
    title,
    section,
    required,
    rules,
    options,
    value: masked ? null : (known?.value ?? null),
    masked,
    // Who sees no more than that there is a value would write over what she cannot see.
    editable: accessOf(definition, principal).edits && (seesPersonal(principal) || !personal),
    hidden: own?.hidden ?? false,
    set_at: known?.setAt.toISOString() ?? null,
    set_by: known?.setBy ?? null,
    place: own?.place ?? place,
  };
}

/** By definition: the latest of her profiles. */
async function presentValues(
  { vault }: Pick<ValueParts, 'vault'>,
  db: Db | Tx,
  profiles: readonly CustomerId[],
): Promise<Map<number, Known>> {
  const [rows, keys] = await Promise.all([store.valuesOf(db, profiles), vault.existingKeys(profiles)]);
  const byDefinition = Map.groupBy(rows, ({ definition_id }) => definition_id);
  return new Map(
    [...byDefinition].map(([definition, noted]) => {
      const last = latest(
        noted.map((row) => ({ customerId: row.customer_id, setAt: row.set_at, value: row })),
      );
      const row = last?.value as store.ValueRow;
      return [definition, { value: opened(row, keys), setAt: row.set_at, setBy: row.set_by }];
    }),
  );
}

function opened(
  { customer_id, sealed }: store.ValueRow,
  keys: ReadonlyMap<number, KeyObject>,
): AttributeValue | null {
  const key = keys.get(customer_id);
  const plain = key && sealed ? open(key, sealed) : null;
  return plain ? (JSON.parse(plain.toString()) as AttributeValue) : null;
}

/** Throws `not_found`, `customer_erased`, and `values_refused` with a reason for each field. */
export async function noteAttributes(
  parts: ValueParts,
  caller: Caller,
  id: CustomerId,
  given: GivenValues,
): Promise<AttributesOf> {
  const profiles = await profilesFor(parts.db, id, caller);
  if (profiles.length === 0) throw new Problem('not_found');
  for (let attempt = 0; attempt < 10; attempt++) {
    // Before the keys: what is sealed under one that is destroyed meanwhile is refused by the log.
    const epoch = await parts.vault.epoch(parts.db);
    const held = firstHeld(await parts.vault.existingKeys(profiles), [id, ...profiles]);
    if (!held) throw new Problem('customer_erased');
    if (await note(parts, { caller, given, profiles, ...held, epoch }))
      return await attributesOfCustomer(parts, held.subject, caller);
  }
  throw new Error('Customers are being erased all the time.');
}

type Noting = {
  caller: Caller;
  given: GivenValues;
  profiles: readonly CustomerId[];
  subject: CustomerId;
  key: KeyObject;
  epoch: number;
};

/** The values and their events in one transaction. False: keys were destroyed meanwhile, and nothing was written. */
async function note(parts: ValueParts, noting: Noting): Promise<boolean> {
  const { caller, given, profiles, subject: profile, key, epoch } = noting;
  const at = parts.clock.now();
  const work = parts.db.transaction().execute(async (tx) => {
    const known = await presentValues(parts, tx, profiles);
    const accepted = checked(await store.presentDefinitions(tx), known, given, caller);
    const values = accepted.map(({ definition, value }) => ({
      definition,
      sealed: value === null ? null : seal(key, JSON.stringify(value)),
    }));
    await store.saveValues(tx, profile, values, { at, by: `${caller.kind}:${caller.id}` });
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.attributes',
      object: `customer:${profile}`,
      detail: {
        noted: keysOf(accepted.filter(({ value }) => value !== null)),
        removed: keysOf(accepted.filter(({ value }) => value === null)),
      },
    });
    const events = accepted.map((one) => eventOf(one, { profile, key, at }));
    if ((await parts.log.appendSealed(tx, events, epoch)) === null) throw new Meanwhile();
  });
  return await work.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Meanwhile) return false;
      throw error;
    },
  );
}

/** Somebody was erased between taking keys and writing. */
class Meanwhile extends Error {}

type Accepted = { key: string; definition: number; value: AttributeValue | null };
const keysOf = (accepted: readonly Accepted[]): string => accepted.map(({ key }) => key).join(' ');

function eventOf(
  { key: attribute, value }: Accepted,
  { profile, key, at }: { profile: CustomerId; key: KeyObject; at: Date },
): NewEvent {
  const properties: AttributeNoted = { attribute };
  return {
    sourceId: HOUSE,
    messageId: `attribute:${randomUUID()}`,
    type: 'track',
    event: FACT_EVENTS.attributeNoted,
    customerId: profile,
    origin: 'live',
    timestamp: at,
    receivedAt: at,
    properties: JSON.stringify(properties),
    context: '{}',
    personal: seal(key, JSON.stringify({ properties: { value } })),
    fingerprint: '0'.repeat(16),
    flags: 0,
    causedBy: null,
    depth: 0,
    schemaVersion: 1,
  };
}

function checked(
  definitions: readonly AttributeItem[],
  known: ReadonlyMap<number, Known>,
  given: GivenValues,
  caller: Caller,
): Accepted[] {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const fields: { field: string; code: string }[] = [];
  const accepted = Object.entries(given).flatMap(([key, value]): Accepted[] => {
    const definition = byKey.get(key);
    const refuse = (code: string): Accepted[] => {
      fields.push({ field: `values.${key}`, code });
      return [];
    };
    // One that may not be seen is refused as one that is not there.
    if (!definition || !accessOf(definition, caller).sees) return refuse('field_unknown');
    const before = known.get(Number(definition.id));
    if (!shown(definition, before, caller).editable) return refuse('not_allowed');
    if (value === null && definition.required) return refuse('field_required');
    if (value === null) return [{ key, definition: Number(definition.id), value }];
    const verdict = checkValue(definition, value, before?.value ?? null);
    if ('refused' in verdict) return refuse(verdict.refused);
    return [{ key, definition: Number(definition.id), value: verdict.value }];
  });
  if (fields.length > 0) throw new Problem('values_refused', { fields });
  return accepted;
}

/** For her file: what the one who makes it may see, and how much she may not. Archived ones too: they are kept. */
export async function exportAttributes(
  { vault }: Pick<ValueParts, 'vault'>,
  db: Db,
  customer: CustomerId,
  principal: Principal,
): Promise<object[]> {
  const [definitions, known] = await Promise.all([
    store.allDefinitions(db),
    presentValues({ vault }, db, [customer]),
  ]);
  const noted = definitions.filter(({ id }) => known.get(Number(id))?.value != null);
  const open = noted.filter(
    (definition) =>
      accessOf(definition, principal).sees &&
      !shown(definition, known.get(Number(definition.id)), principal).masked,
  );
  const items = open.map(({ id, key, title }) => ({
    key,
    title,
    value: known.get(Number(id))?.value,
    set_at: known.get(Number(id))?.setAt,
  }));
  return noted.length > open.length ? [...items, { withheld: noted.length - open.length }] : items;
}
