/** What must be true of the database before server and engine use it. */
import { recognisePlace } from '#platform/backup';
import { systemClock } from '#platform/clock';
import { connect, type Database, migrate } from '#platform/postgres';
import type { Settings } from '#platform/settings';
import { type DataDirectory, databaseConnection } from '../data-directory.ts';
import { claimDatabase, mustSuit } from '../own-database.ts';
import { migrationSets } from '../schemas.ts';
import { secretsOf } from '../secrets.ts';

/** True where there is no staff yet: a first start, or one that was cut off before it told the owner's password. */
export async function prepareDatabase(settings: Settings, directory: DataDirectory): Promise<boolean> {
  const database = connect(databaseConnection(settings, directory), { max: 1, name: 'regulars migrate' });
  try {
    if (settings.DATABASE_URL) await mustSuit(database.pool);
    await migrate(database.pool, migrationSets());
    await installJobsOnce(database);
    await claimDatabase(database.pool, secretsOf(directory));
    await keepToItself(database, settings);
    const { rows } = await database.pool.query<{ empty: boolean }>(
      'SELECT NOT EXISTS (SELECT 1 FROM auth.staff) AS empty',
    );
    return rows[0]?.empty ?? true;
  } finally {
    await database.close();
  }
}

/** Its schema must be there before the first job is added; newer versions of it are made by the engine, which has it loaded. */
async function installJobsOnce(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ there: boolean }>(
    "SELECT to_regclass('graphile_worker.migrations') IS NOT NULL AS there",
  );
  if (rows[0]?.there) return;
  const { installJobs } = await import('#platform/jobs');
  await installJobs(database);
}

/** In another place than before this is a copy: nothing leaves it, and what waited to leave may have left from the original. */
async function keepToItself({ db }: Database, settings: Settings): Promise<void> {
  const found = await recognisePlace(db, { dataDir: settings.DATA_DIR, settings, clock: systemClock });
  if (found !== 'copied') return;
  const { doubtRestored } = await import('#platform/outbox');
  await doubtRestored(db);
}
