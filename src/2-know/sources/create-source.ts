import type { Audit, AuditEntry } from '#platform/audit';
import type { Clock } from '#platform/clock';
import { Problem } from '#platform/errors';
import type { SourceId } from '#platform/ids';
import type { Db } from '#platform/postgres';
import type { SourceKind } from './contract.ts';
import { insertSource } from './store.ts';

/** What an act on sources needs of the platform. */
export type Ground = { db: Db; audit: Audit; clock: Clock };
/** Who acts: a person, an API key, or the machine itself (the command line). */
export type Actor = AuditEntry['actor'];

export type NewSource = {
  name: string;
  kind: SourceKind;
  allowed_events?: string[] | null;
  clear_properties?: string[];
  allowed_origins?: string[] | null;
};

/** Makes a source that is on and has no key yet. Throws Problem `source_name_taken`. */
export async function createSource(
  { db, audit, clock }: Ground,
  actor: Actor,
  source: NewSource,
): Promise<SourceId> {
  return await db.transaction().execute(async (tx) => {
    const id = await insertSource(tx, {
      name: source.name,
      kind: source.kind,
      created_at: clock.now(),
      allowed_events: source.allowed_events ?? null,
      clear_properties: source.clear_properties ?? [],
      allowed_origins: source.allowed_origins ?? null,
    });
    if (id === null)
      throw new Problem('source_name_taken', { fields: [{ field: 'name', code: 'source_name_taken' }] });
    await audit.record(tx, {
      actor,
      act: 'source.create',
      object: `source:${id}`,
      detail: { kind: source.kind },
    });
    return id;
  });
}
