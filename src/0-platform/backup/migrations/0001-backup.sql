-- Where this installation lives, what leaves it by way of backup, and whether it may write to the world.
CREATE SCHEMA backup;

-- The data directory (or database address) this database was last started at, as a fingerprint. `line` names one unbroken history of
-- write-ahead log: a restored or copied installation begins a new one, so that two copies never write over each other's backups.
CREATE TABLE backup.place (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  fingerprint text NOT NULL,
  line        text NOT NULL,
  since       timestamptz NOT NULL
);

-- Each time it was found restored or copied, and who released it. One without a release switches egress off.
CREATE TABLE backup.release (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  held_at     timestamptz NOT NULL,
  cause       text NOT NULL,               -- restored, copied
  origin      text NOT NULL,               -- which backup and moment, or which place
  released_at timestamptz,
  released_by text
);

-- Every place that backups were ever written to: erasures are sent to each of them.
CREATE TABLE backup.target (
  place          text PRIMARY KEY,
  line           text NOT NULL,            -- whose history it holds
  follows        boolean NOT NULL,         -- whether the write-ahead log is sent there as it grows
  first_used_at  timestamptz NOT NULL,
  shipped_lsn    pg_lsn,
  shipped_at     timestamptz,
  erasures       integer NOT NULL DEFAULT 0, -- lines of erasures.jsonl that are there already
  failure        text,
  failing_since  timestamptz
);

CREATE TABLE backup.run (
  id          text PRIMARY KEY,            -- begins with its instant: sorts by age
  kind        text NOT NULL,               -- physical, logical
  place       text NOT NULL,
  line        text NOT NULL,
  started_at  timestamptz NOT NULL,
  finished_at timestamptz,
  bytes       bigint,                      -- as stored
  verified_at timestamptz,
  failure     text,
  gone_at     timestamptz                  -- when its keep time was over
);
