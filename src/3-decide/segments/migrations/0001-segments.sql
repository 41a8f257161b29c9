-- Segments: who is meant, and who is in it, kept up with every event and the clock.
CREATE SCHEMA segments;

CREATE TABLE segments.segment (
  segment_id  int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL,
  description text NOT NULL,
  revision    int NOT NULL DEFAULT 1,
  slot        int,                     -- the one that is shown; null: nothing was ever filled
  created_at  timestamptz NOT NULL,
  changed_at  timestamptz NOT NULL,
  archived_at timestamptz
);
CREATE UNIQUE INDEX segment_name ON segments.segment (lower(name)) WHERE archived_at IS NULL;

-- One definition, for good: one that changed is a new one with a number of its own, and takes the place of the other when its members are found.
CREATE TABLE segments.slot (
  slot        int PRIMARY KEY,         -- place in the program; people's states refer to it
  segment_id  int NOT NULL REFERENCES segments.segment,
  definition  jsonb NOT NULL,
  tree        jsonb NOT NULL,          -- what it came to, with categories and segments put in their places
  uses        int[] NOT NULL,          -- segments it leads to
  created_at  timestamptz NOT NULL,
  from_position bigint,                -- the live engine decides it from here on; null: not begun
  from_now    timestamptz,             -- the engine's time then
  part        int NOT NULL DEFAULT 0,  -- parts of everybody that are filled
  parts       int,
  filled_at   timestamptz,
  failure     text,
  retired_at  timestamptz,
  members     int NOT NULL DEFAULT 0
);
CREATE INDEX slot_by_segment ON segments.slot (segment_id);

-- Questions keep their numbers for good: states refer to them.
CREATE TABLE segments.question (
  number int PRIMARY KEY,
  key    text NOT NULL
);

-- Counts up with every change of the program; and how far the engine's time has come, which never goes back.
CREATE TABLE segments.engine (
  single  boolean PRIMARY KEY DEFAULT true CHECK (single),
  version int NOT NULL DEFAULT 0,
  now     timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO segments.engine DEFAULT VALUES;

-- What is remembered of a person; no row: nothing that could matter. `known`: slots up to here are decided in it; later ones are as
-- somebody of whom nothing is known, once they are filled.
CREATE TABLE segments.state (
  person_id bigint PRIMARY KEY,
  known     int NOT NULL,
  bytes     bytea NOT NULL,
  next_due  timestamptz
) WITH (fillfactor = 70);
CREATE INDEX state_by_due ON segments.state (next_due) WHERE next_due IS NOT NULL;

-- From when to when somebody was in it, as we decided at the time.
CREATE TABLE segments.spell (
  slot       int NOT NULL,
  person_id  bigint NOT NULL,
  entered_at timestamptz NOT NULL,
  left_at    timestamptz,
  cause      smallint NOT NULL,
  PRIMARY KEY (slot, person_id, entered_at)
);
CREATE UNIQUE INDEX spell_open ON segments.spell (person_id, slot) WHERE left_at IS NULL;
CREATE INDEX spell_by_since ON segments.spell (slot, entered_at, person_id) WHERE left_at IS NULL;

-- How many were in it at the end of each hour.
CREATE TABLE segments.size (
  slot    int NOT NULL,
  at      timestamptz NOT NULL,
  members int NOT NULL,
  PRIMARY KEY (slot, at)
);
