import { Problem } from '#platform/errors';
import type { SourceId } from '#platform/ids';
import type { Actor, Ground } from './create-source.ts';
import { lockSource, type SourceSettings, saveSource } from './store.ts';

/** What is absent or undefined stays as it is. */
export type SourceChanges = {
  [Name in keyof Omit<SourceSettings, 'disabled_at'>]?: SourceSettings[Name] | undefined;
} & { enabled?: boolean | undefined };

/** Throws Problem `not_found` or `source_name_taken`. Takes effect in every process within a second. */
export async function changeSource(
  { db, audit, clock }: Ground,
  actor: Actor,
  id: SourceId,
  changes: SourceChanges,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await lockSource(tx, id);
    if (!before) throw new Problem('not_found');
    const saved = await saveSource(tx, id, changed(before, changes, clock.now()));
    if (!saved)
      throw new Problem('source_name_taken', { fields: [{ field: 'name', code: 'source_name_taken' }] });
    const names = Object.entries(changes).filter(([, value]) => value !== undefined);
    await audit.record(tx, {
      actor,
      act: 'source.change',
      object: `source:${id}`,
      detail: {
        fields: names.map(([name]) => name).join(' '),
        ...(changes.enabled !== undefined && { enabled: changes.enabled }),
      },
    });
  });
}

function changed(before: SourceSettings, { enabled, ...changes }: SourceChanges, now: Date): SourceSettings {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const disabledAt =
    enabled === undefined ? before.disabled_at : enabled ? null : (before.disabled_at ?? now);
  return { ...before, ...given, disabled_at: disabledAt };
}
