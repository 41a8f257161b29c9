/**
 * What every list has: search, filters, sorting, keyset paging, and the same rows as CSV. One way to do it, so that each list answers
 * `{"items", "next"}`, refuses what it does not know, and costs the same on its last page as on its first.
 *
 * It guarantees: each row that stays is seen exactly once, in either direction, with ties and nulls, whatever is inserted meanwhile;
 * nothing a caller sends becomes SQL; no cell of a CSV runs as a formula.
 * It leaves to each module: its columns, as fragments (`keyset`) in `store.ts`, and its schema (`listQuery`) in `contract.ts`.
 */
export { answerList } from './answer.ts';
export type { Page } from './contract.ts';
export { type CsvColumns, csvLine, neutraliseCell, restoreCell } from './csv.ts';
export { type KeyColumns, type Keyset, keyset, type ListQuery, type PageSql } from './keyset.ts';
