/**
 * What a write key opens, kept in memory, because collection asks with every request. A change to any source or key empties it
 * in every process at once (LISTEN/NOTIFY, sent by triggers); while that connection is broken, nothing is believed for longer than a second.
 */
import type { SourceId } from '#platform/ids';
import { type Database, type Db, listen } from '#platform/postgres';
import { digestOf, type KeyKind, looksLikeWriteKey } from './key.ts';
import { type GrantRow, grantByDigest, grantBySource } from './store.ts';

/** What the holder of a write key may do. */
export type SourceGrant = {
  sourceId: SourceId;
  name: string;
  keyId: number;
  keyKind: KeyKind;
  /** False while the source is switched off: refuse with `source_disabled`. */
  enabled: boolean;
  /** Names of events it may send; null for any. */
  allowedEvents: string[] | null;
  /** Names of properties that the shop declared to be not personal. */
  clearProperties: string[];
  /** With which the shop signs user ids for browsers; null where it does not. */
  userTokenSecret: Buffer | null;
  /** Web origins that browser keys work from; null for any. */
  allowedOrigins: string[] | null;
};

export type SourceDirectory = {
  /** Null where the key is unknown or revoked. */
  find(writeKey: string): Promise<SourceGrant | null>;
  /** What a key of that kind of the source would open, for staff who send again what the source sent. Null where it is gone. */
  of(source: SourceId, keyKind: KeyKind): Promise<SourceGrant | null>;
  close(): Promise<void>;
};

/** Straight from the database; `createSourceDirectory` is for whoever asks often. */
export async function findSourceByKey(db: Db, writeKey: string): Promise<SourceGrant | null> {
  if (!looksLikeWriteKey(writeKey)) return null;
  const row = await grantByDigest(db, digestOf(writeKey));
  return row && grantOf(row);
}

const grantOf = (row: GrantRow): SourceGrant => ({
  sourceId: row.source_id,
  name: row.name,
  keyId: row.key_id,
  keyKind: row.key_kind,
  enabled: row.enabled,
  allowedEvents: row.allowed_events,
  clearProperties: row.clear_properties,
  userTokenSecret: row.user_token_secret,
  allowedOrigins: row.allowed_origins,
});

const MOST_KEPT = 10_000;
const BELIEVED_WITHOUT_NOTICES_MS = 1000;
// Also with notices: a connection can die without either end being told.
const BELIEVED_MS = 30_000;

type Kept = { grant: Promise<SourceGrant | null>; at: number };

/** One for each process. */
export function createSourceDirectory({ db, pool }: Pick<Database, 'db' | 'pool'>): SourceDirectory {
  const kept = new Map<string, Kept>();
  const listener = listen(pool, 'regulars_sources', () => kept.clear());

  const isFresh = ({ at }: Kept): boolean =>
    performance.now() - at < (listener.isListening() ? BELIEVED_MS : BELIEVED_WITHOUT_NOTICES_MS);

  return {
    find: (writeKey) => {
      const known = kept.get(writeKey);
      if (known && isFresh(known)) return known.grant;
      // Someone who tries key after key may not fill the memory.
      if (kept.size >= MOST_KEPT) kept.clear();
      // Kept from before it is read, so that a change during the reading removes it, and a thousand requests read it once.
      const entry: Kept = { grant: findSourceByKey(db, writeKey), at: performance.now() };
      kept.set(writeKey, entry);
      entry.grant.catch(() => {
        if (kept.get(writeKey) === entry) kept.delete(writeKey);
      });
      return entry.grant;
    },
    of: async (source, keyKind) => {
      const row = await grantBySource(db, source);
      return row && grantOf({ ...row, key_id: 0, key_kind: keyKind });
    },
    close: () => listener.close(),
  };
}
