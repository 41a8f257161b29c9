/**
 * Sources: where events come from (the shop's site, app, server, stores, call centre, couriers, marketplaces), and the write keys that
 * let them in. A source can be switched off, held to a list of event names and of web origins, and says which properties are not personal.
 *
 * It guarantees: a write key exists in clear only in the answer that made it; revoking a key or switching a source off holds in every
 * process within a second; several keys work side by side, so that one can be exchanged without losing an event.
 * It leaves to `know/collection`: reading requests, and what becomes of an event.
 */

export { createKey } from './create-key.ts';
export { createSource } from './create-source.ts';
export {
  createSourceDirectory,
  findSourceByKey,
  type SourceDirectory,
  type SourceGrant,
} from './directory.ts';
export { revokeKey } from './revoke-key.ts';
export { sourceIdByName, sourceNames } from './store.ts';
export { vouchesFor } from './user-token.ts';
