/**
 * PostgreSQL, the system of record: the embedded server (`startCluster`), the way to any server (`connect`), and the
 * schema's history (`migrate`). Owns the schema `platform`. Knows no table of any module.
 */
export { postgresHome } from './binaries.ts';
export { type Cluster, type ClusterOptions, DATABASE, startCluster } from './cluster.ts';
export { type Connection, connect, type Database, type Db, isDatabaseAway, sql, type Tx } from './connect.ts';
export { forgetDeleted } from './forget-deleted.ts';
export { type Listener, listen } from './listen.ts';
export {
  type Applied,
  appliedTo,
  type MigrationSet,
  migrate,
  migrationsIn,
  pendingMigrations,
  SchemaIsNewer,
} from './migrate.ts';
export { blockedAt, giveTo, SERVICE_USER, type ServiceUser, serviceUser } from './service-user.ts';
