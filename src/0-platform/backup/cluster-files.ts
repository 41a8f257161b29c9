/**
 * Which files of a running cluster belong into a backup, as PostgreSQL's manual has it ("Making a Base Backup Using the Low Level API"): all
 * of the data folder but what is remade at start. Their content changes while they are read; the write-ahead log makes that good.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Kept as empty folders. */
const EMPTIED = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'backup_label',
  'backup_label.old',
  'tablespace_map',
  'tablespace_map.old',
  'backup_manifest',
  'current_logfiles',
  'postgresql.auto.conf',
  'postgresql.auto.conf.tmp',
  'recovery.signal',
  'standby.signal',
]);
const isMadeAnew = (name: string): boolean =>
  name.startsWith('pg_internal.init') || name.startsWith('pgsql_tmp') || /^t\d+_\d+/.test(name);

export type ClusterFiles = { folders: string[]; files: string[] };

/** Relative paths. `global/pg_control` comes last: it must not be older than what it describes. */
export async function clusterFiles(dataFolder: string): Promise<ClusterFiles> {
  const found: ClusterFiles = { folders: [], files: [] };
  await walk(dataFolder, '', found);
  const control = 'global/pg_control';
  return { folders: found.folders, files: [...found.files.filter((file) => file !== control), control] };
}

async function walk(root: string, folder: string, found: ClusterFiles): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  // Unlogged relations are emptied by recovery; only their `_init` fork counts.
  const unlogged = new Set(
    entries.flatMap((entry) => (/^\d+_init$/.test(entry.name) ? [entry.name.slice(0, -5)] : [])),
  );
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (LEFT_OUT.has(path) || isMadeAnew(entry.name)) continue;
    if (entry.isDirectory()) {
      found.folders.push(path);
      if (!EMPTIED.has(path)) await walk(root, path, found);
    } else if (entry.isFile() && !isUnlogged(entry.name, unlogged)) found.files.push(path);
    else if (entry.isSymbolicLink()) throw new Error(`${path} is a link: tablespaces are not backed up.`);
  }
}

function isUnlogged(name: string, unlogged: ReadonlySet<string>): boolean {
  const [, relation, fork] = /^(\d+)(_[a-z]+)?(?:\.\d+)?$/.exec(name) ?? [];
  return relation !== undefined && fork !== '_init' && unlogged.has(relation);
}
