/** What a person decided about who is whom, written into the log, and read up to it, so that the next question sees it. */
import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '#platform/audit';
import { type CustomerId, HOUSE } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import type { COMMANDS } from './commands.ts';
import { type ReadUpParts, readUp } from './read-up.ts';

export type CommandParts = ReadUpParts & Pick<Platform, 'db' | 'clock' | 'audit'>;

export type Command = {
  event: (typeof COMMANDS)[keyof typeof COMMANDS];
  profile: CustomerId;
  properties: JsonObject;
  audit: AuditEntry;
};

/** False: the reader is far behind, after an import say; it takes effect when it comes there. */
export async function writeCommand(
  parts: CommandParts,
  { event, profile, properties, audit }: Command,
): Promise<boolean> {
  const now = parts.clock.now();
  await parts.db.transaction().execute(async (tx) => {
    await parts.audit.record(tx, audit);
    await parts.log.append(tx, [
      {
        sourceId: HOUSE,
        messageId: randomUUID(),
        type: 'track',
        event,
        customerId: profile,
        origin: 'system',
        timestamp: now,
        receivedAt: now,
        properties: JSON.stringify(properties),
        context: '{}',
        personal: null,
        fingerprint: '0'.repeat(16),
        flags: 0,
        causedBy: null,
        depth: 0,
        schemaVersion: 1,
      },
    ]);
  });
  return await readUp(parts);
}
