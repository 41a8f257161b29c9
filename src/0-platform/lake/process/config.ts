/**
 * ClickHouse's server configuration for a lake that shares a small machine: few background threads, small caches, no system
 * logs, and a ceiling on memory above which a query is refused, not the machine.
 */
import { totalmem } from 'node:os';

const MIB = 2 ** 20;

/** A quarter of the machine, between 768 MiB and 8 GiB. */
export const memoryCeiling = (machine = totalmem()): number =>
  Math.round(Math.min(8192 * MIB, Math.max(768 * MIB, machine / 4)));

const SERVER = {
  max_server_memory_usage: memoryCeiling(),
  background_pool_size: 2,
  background_merges_mutations_concurrency_ratio: 2,
  background_schedule_pool_size: 2,
  background_common_pool_size: 2,
  background_fetches_pool_size: 1,
  background_move_pool_size: 1,
  background_buffer_flush_schedule_pool_size: 1,
  background_message_broker_schedule_pool_size: 1,
  background_distributed_schedule_pool_size: 1,
  // How often memory is measured; the usual 50 ms is most of what an idle engine costs.
  memory_worker_period_ms: 500,
  mark_cache_size: 64 * MIB,
  index_mark_cache_size: 8 * MIB,
  primary_index_cache_size: 64 * MIB,
  uncompressed_cache_size: 0,
  query_condition_cache_size: 8 * MIB,
  compiled_expression_cache_size: 16 * MIB,
};

/** With two background threads, the defaults for what must be free before a mutation or a large merge starts never hold. */
const MERGE_TREE = {
  number_of_free_entries_in_pool_to_execute_mutation: 1,
  number_of_free_entries_in_pool_to_lower_max_size_of_merge: 1,
  number_of_free_entries_in_pool_to_execute_optimize_entire_partition: 1,
  // A killed process leaves half-written parts; they are set aside and their ranges shipped again.
  max_suspicious_broken_parts: 10_000,
  max_suspicious_broken_parts_bytes: 1_000_000_000_000,
};

export function configuration(): string {
  const element = (entries: Record<string, number>): string =>
    Object.entries(entries)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('\n  ');
  return `<clickhouse>\n  ${element(SERVER)}\n  <merge_tree>\n  ${element(MERGE_TREE)}\n  </merge_tree>\n</clickhouse>\n`;
}
