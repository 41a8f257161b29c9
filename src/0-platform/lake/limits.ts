/**
 * How much a query may take, by what it is for. The limits are ClickHouse settings sent with every query, so they hold alike in the
 * embedded engine and in a server of the shop's own.
 */
import type { QueryClass } from './index.ts';

const MIB = 2 ** 20;

type Limit = { seconds: number; memory: number; threads: number; priority: number };

const LIMITS: Record<QueryClass, Limit> = {
  // Somebody is typing: an answer at once, or none.
  preview: { seconds: 3, memory: 384 * MIB, threads: 2, priority: 1 },
  screen: { seconds: 10, memory: 512 * MIB, threads: 2, priority: 1 },
  report: { seconds: 120, memory: 1536 * MIB, threads: 2, priority: 2 },
  training: { seconds: 1800, memory: 3072 * MIB, threads: 1, priority: 4 },
  maintenance: { seconds: 3600, memory: 2048 * MIB, threads: 1, priority: 4 },
};

/** Answers are held whole in memory on both sides. */
const RESULT_AT_MOST = 128 * MIB;

/** A little later than the engine's own limit, the client gives up on an engine that does not answer at all. */
export const patienceMs = (kind: QueryClass): number => LIMITS[kind].seconds * 1000 + 15_000;

export function settingsOf(kind: QueryClass): Record<string, string | number> {
  const { seconds, memory, threads, priority } = LIMITS[kind];
  return {
    max_execution_time: seconds,
    max_memory_usage: String(memory),
    max_threads: threads,
    priority,
    max_result_bytes: String(RESULT_AT_MOST),
    // What does not fit is sorted and grouped on disk, at half of the memory.
    max_bytes_ratio_before_external_group_by: 0.5,
    max_bytes_ratio_before_external_sort: 0.5,
    output_format_json_quote_64bit_integers: 0,
    output_format_json_quote_denormals: 1,
    cancel_http_readonly_queries_on_client_close: 1,
  };
}
