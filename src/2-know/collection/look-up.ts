/** How often each message stands in the log and in the lake: once and once, or something is wrong. */
import { sourceNames } from '#know/sources';
import { countInLake } from '#platform/lake';
import type { Platform } from '#platform/module';

export type LookedUp = { message_id: string; stored: number; in_lake: number | null };

export async function lookUp(
  { db, log, lake }: Pick<Platform, 'db' | 'log' | 'lake'>,
  messageIds: readonly string[],
): Promise<LookedUp[]> {
  const sources = [...(await sourceNames(db)).keys()];
  const { counts, between } = await log.countMessages(db, sources, messageIds);
  const inLake =
    between === null
      ? new Map<string, number>()
      : await countInLake(lake, messageIds, between).catch(() => null);
  return messageIds.map((id) => ({
    message_id: id,
    stored: counts.get(id) ?? 0,
    in_lake: inLake === null ? null : (inLake.get(id) ?? 0),
  }));
}
