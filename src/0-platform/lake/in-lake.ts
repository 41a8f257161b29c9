import type { Lake } from './index.ts';

/**
 * How often each of these messages stands in the lake; those that do not are missing from the answer. They arrived `between` two
 * instants: parts of the table from other times need not be read.
 */
export async function countInLake(
  lake: Lake,
  messageIds: readonly string[],
  between: { from: Date; to: Date },
): Promise<Map<string, number>> {
  const rows = await lake.query<{ message_id: string; count: number }>(
    `SELECT message_id, count() AS count FROM events
      WHERE received_at >= fromUnixTimestamp64Milli({from:Int64}) AND received_at <= fromUnixTimestamp64Milli({to:Int64})
        AND message_id IN {ids:Array(String)} GROUP BY message_id`,
    // A millisecond around, because the log knows microseconds.
    {
      params: { ids: messageIds, from: between.from.getTime() - 1, to: between.to.getTime() + 1 },
      class: 'screen',
    },
  );
  return new Map(rows.map(({ message_id, count }) => [message_id, count]));
}
