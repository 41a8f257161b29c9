/**
 * Keys of data subjects. Everything personal that must stand in an append-only place is sealed under its subject's key
 * (AES-256-GCM); destroying the key erases it everywhere at once, copies and archives included.
 *
 * Keys rest in Postgres wrapped by the installation's master key, which rests in the data directory, not in the database.
 * `epoch` grows with every destruction; whoever caches keys must check it in the transaction that uses them.
 */

export { firstHeld } from './first-held.ts';
export { keyedDigest, keyedUuid } from './keyed-digest.ts';
export { openPersonal } from './open-personal.ts';
export { open, seal } from './seal.ts';
export { createVault, type Vault } from './vault.ts';
