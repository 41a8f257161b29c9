/**
 * Imports: files of a shop's past, read by presets that know their columns and stored through the same ways in as everything else.
 *
 * It guarantees: the same file again changes nothing; one that was cut off goes on where it stopped; a row that cannot be read is kept aside
 * with its reason; everything arrives with `origin: import`, so it sets nothing off.
 * It leaves to `know/orders`, `know/catalog` and `know/customers` what the rows mean.
 */
export { type FileImport, importFile } from './import-file.ts';
export { PRESETS } from './presets/index.ts';
export { readRows } from './reading/read-rows.ts';
export { type ImportOutcome, type ImportParts, runImport } from './run-import.ts';
