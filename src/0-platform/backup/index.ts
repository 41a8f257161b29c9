/**
 * Backups, and what a restored or copied installation may do.
 *
 * It guarantees: a backup is taken while everything runs and is complete or is none; from then on the target follows the write-ahead log, so
 * that one can return to any moment with a minute's loss at most; a damaged object is refused, never half believed; a target that
 * is away fills no disk; erasures come back with every restore, before anybody is answered; and what was restored or copied keeps
 * to itself until its owner releases it. An export (`logical/`) is read by any later version and any PostgreSQL.
 * It leaves to others: what an erasure does (`#know/customers`), stopping what leaves (`#platform/egress`, which asks `isEgressReleased`).
 */
export { backupsAt, createBackup } from './create-backup.ts';
export { appendErasures, type ErasureLine, readErasures } from './erasure-list.ts';
export { runWalShipping } from './follow.ts';
export { exportLogical, exportsAt } from './logical/export.ts';
export { importLogical } from './logical/import.ts';
export { verifyExport } from './logical/verify.ts';
export type { BackupParts, BackupSettings, Step } from './parts.ts';
export { egressState, isEgressReleased, recognisePlace, releaseEgress } from './place.ts';
export { restoreBackup } from './restore-backup.ts';
export { verifyBackup } from './verify-backup.ts';
