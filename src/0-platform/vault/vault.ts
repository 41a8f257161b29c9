import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { BoundedMap } from '../bounded/index.ts';
import { type Db, sql, type Tx } from '../postgres/index.ts';
import { open, seal } from './seal.ts';

export type Vault = {
  /**
   * Keys of these subjects, made where missing. `epoch` belongs to the keys. `fresh`: those that were made a moment ago and have
   * none yet, which saves asking first. `on`: the caller's transaction.
   */
  keysFor(
    subjectIds: readonly number[],
    options?: { on?: Db | Tx; fresh?: ReadonlySet<number> },
  ): Promise<{ keys: Map<number, KeyObject>; epoch: number }>;
  /** Keys that exist; subjects without one (erased, never had any) are absent. */
  existingKeys(subjectIds: readonly number[]): Promise<Map<number, KeyObject>>;
  /** Destroys keys for good and starts a new epoch. */
  destroy(tx: Tx, subjectIds: readonly number[]): Promise<number>;
  /** The present epoch, read in the caller's transaction. */
  epoch(db: Db | Tx): Promise<number>;
};

const NONE: ReadonlySet<number> = new Set();
/** About 600 bytes each. */
const MOST_REMEMBERED = 100_000;

/** `masterKeyBytes`: 32 bytes. */
export function createVault(db: Db, masterKeyBytes: Buffer): Vault {
  const masterKey = createSecretKey(masterKeyBytes);
  const unwrap = (row: Wrapped): [number, KeyObject] => {
    const key = open(masterKey, row.wrapped);
    if (!key)
      throw new Error(
        'A key in the vault does not open with this master key: database and data directory do not belong together.',
      );
    return [row.subject_id, createSecretKey(key)];
  };

  const existingKeys = rememberedKeys(db, unwrap);

  const epoch = async (on: Db | Tx): Promise<number> => {
    const { rows } = await sql<{ epoch: number }>`SELECT epoch FROM vault.epoch`.execute(on);
    return rows[0]?.epoch ?? 0;
  };

  // Epoch and keys in one statement, so in one snapshot. A key that another process made first is returned instead of ours.
  const findOrMake = async (ids: readonly number[], fresh: readonly number[], on: Db | Tx) => {
    const random = randomBytes(32 * fresh.length);
    const made = new Map(
      fresh.map((id, index) => {
        const key = createSecretKey(random.subarray(32 * index, 32 * (index + 1)));
        return [id, { key, wrapped: seal(masterKey, random.subarray(32 * index, 32 * (index + 1))) }];
      }),
    );
    random.fill(0);
    const wrapped = [...made.values()].map((one) => one.wrapped);
    const { rows } = await sql<{ epoch: number; subject_id: number | null; wrapped: Buffer }>`
      WITH made AS (
        INSERT INTO vault.key (subject_id, wrapped) SELECT * FROM unnest(${fresh}::bigint[], ${wrapped}::bytea[]) ORDER BY 1
        ON CONFLICT (subject_id) DO UPDATE SET wrapped = key.wrapped RETURNING subject_id, wrapped
      ), found AS (
        SELECT subject_id, wrapped FROM vault.key WHERE subject_id = ANY(${ids}::bigint[])
        UNION ALL SELECT subject_id, wrapped FROM made
      )
      SELECT epoch, subject_id, wrapped FROM vault.epoch LEFT JOIN found ON true`.execute(on);
    const keys = rows.filter(hasSubject).map((row): [number, KeyObject] => {
      const own = made.get(row.subject_id);
      return own?.wrapped.equals(row.wrapped) ? [row.subject_id, own.key] : unwrap(row);
    });
    return { keys: new Map(keys), epoch: rows[0]?.epoch ?? 0 };
  };

  return {
    existingKeys,
    epoch,
    async keysFor(ids, { on = db, fresh = NONE } = {}) {
      const old = ids.filter((id) => !fresh.has(id));
      const first = await findOrMake(
        old,
        ids.filter((id) => fresh.has(id)),
        on,
      );
      const missing = old.filter((id) => !first.keys.has(id));
      if (missing.length === 0) return first;
      const second = await findOrMake([], missing, on);
      // Of an epoch that is over by then, the first would be dead; of two, the older makes whoever appends ask again.
      return { keys: new Map([...first.keys, ...second.keys]), epoch: first.epoch };
    },
    async destroy(tx, ids) {
      await sql`UPDATE vault.epoch SET epoch = epoch + 1`.execute(tx);
      const { numAffectedRows } =
        await sql`DELETE FROM vault.key WHERE subject_id = ANY(${ids}::bigint[])`.execute(tx);
      return Number(numAffectedRows ?? 0);
    },
  };
}

type Wrapped = { subject_id: number; wrapped: Buffer };

function rememberedKeys(db: Db, unwrap: (row: Wrapped) => [number, KeyObject]): Vault['existingKeys'] {
  // Keys as they are in `remembered.epoch`. Only what was read as committed comes in: of a key made in a transaction nobody knows yet
  // whether it will be there.
  const remembered = { epoch: -1, keys: new BoundedMap<number, KeyObject>(MOST_REMEMBERED) };

  return async (ids) => {
    if (ids.length === 0) return new Map();
    for (;;) {
      const { epoch } = remembered;
      const known = new Map<number, KeyObject>();
      for (const id of ids) {
        const key = remembered.keys.get(id);
        if (key) known.set(id, key);
      }
      const { rows } = await sql<{ epoch: number; subject_id: number | null; wrapped: Buffer }>`
        SELECT epoch, subject_id, wrapped FROM vault.epoch
          LEFT JOIN vault.key ON subject_id = ANY(${ids.filter((id) => !known.has(id))}::bigint[])`.execute(
        db,
      );
      const present = rows[0]?.epoch ?? 0;
      if (present > remembered.epoch) {
        remembered.keys.clear();
        remembered.epoch = present;
      }
      const found = rows.filter(hasSubject).map(unwrap);
      if (present === remembered.epoch) for (const [id, key] of found) remembered.keys.set(id, key);
      // What was known before counts only if nothing was destroyed since.
      if (known.size === 0 || present === epoch) return new Map([...known, ...found]);
    }
  };
}

function hasSubject<R extends { subject_id: number | null }>(row: R): row is R & { subject_id: number } {
  return row.subject_id !== null;
}
