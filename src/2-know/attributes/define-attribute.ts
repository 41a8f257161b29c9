/** Staff define what they want to know. Key and type stay: what was noted under them must stay readable. */
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import type { Platform } from '#platform/module';
import { accessOf } from './attribute.ts';
import type { AttributeChanges, AttributeItem, NewAttribute } from './contract.ts';
import * as store from './store.ts';

export type DefineParts = Pick<Platform, 'db' | 'clock' | 'audit'>;
export type Caller = Exclude<Principal, { kind: 'anonymous' }>;

/** Throws `attribute_key_taken`, `attribute_options_missing`, `attribute_edited_unseen`. */
export async function defineAttribute(
  { db, clock, audit }: DefineParts,
  actor: Caller,
  given: NewAttribute,
): Promise<AttributeItem> {
  check(given);
  return await db.transaction().execute(async (tx) => {
    const made = await store.insertDefinition(tx, given, clock.now());
    if (!made)
      throw new Problem('attribute_key_taken', { fields: [{ field: 'key', code: 'attribute_key_taken' }] });
    await audit.record(tx, {
      actor,
      act: 'attribute.define',
      object: `attribute:${made.id}`,
      detail: { key: made.key, type: made.type },
    });
    return made;
  });
}

/**
 * Throws `not_found`, also for those the caller may not see: who could open a field to herself by changing who sees it would see
 * everything.
 */
export async function changeAttribute(
  { db, clock, audit }: DefineParts,
  actor: Caller,
  id: number,
  { archived, ...changes }: AttributeChanges,
): Promise<AttributeItem> {
  return await db.transaction().execute(async (tx) => {
    const before = await store.lockDefinition(tx, id);
    if (!before || !accessOf(before, actor).sees) throw new Problem('not_found');
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const to: AttributeItem = { ...before, ...given };
    if (archived !== undefined)
      to.archived_at = archived ? (before.archived_at ?? clock.now().toISOString()) : null;
    check(to);
    await store.saveDefinition(tx, to);
    await audit.record(tx, {
      actor,
      act: 'attribute.change',
      object: `attribute:${id}`,
      detail: {
        fields: Object.keys(given).join(' '),
        ...(archived !== undefined && { archived }),
      },
    });
    return to;
  });
}

function check({
  type,
  options,
  seen_by,
  edited_by,
}: Pick<AttributeItem, 'type' | 'options' | 'seen_by' | 'edited_by'>): void {
  if ((type === 'choice' || type === 'choices') && options.length === 0)
    throw new Problem('attribute_options_missing', {
      fields: [{ field: 'options', code: 'attribute_options_missing' }],
    });
  if (edited_by.some((role) => role !== 'owner' && !seen_by.includes(role)))
    throw new Problem('attribute_edited_unseen', {
      fields: [{ field: 'edited_by', code: 'attribute_edited_unseen' }],
    });
}
