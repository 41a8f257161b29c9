/**
 * Old months of the log, out of Postgres and in compressed files: one for what the lake reads, one for what stays sealed.
 *
 * It guarantees: a month is in Postgres or in the archive, never in both and never in neither; no partition goes before the files were
 * read back and compared with it; a file that is not what was written is refused, never half believed; a month can come back.
 * It leaves to others: backups of the files, and the keys of what is sealed (`#platform/vault`): who was erased stays erased here too.
 */
export { type Archived, type ArchivePlace, archiveMonth } from './archive-month.ts';
export { archiveOldMonths, MONTHS_IN_POSTGRES } from './archive-old.ts';
export { expire } from './expire.ts';
export { ArchiveDamaged } from './files.ts';
export { type Archive, archivedMonths, verifyArchive } from './read-archive.ts';
export { restoreMonth } from './restore-month.ts';
export { keeps, type Month, months, setKeep } from './store.ts';
