-- Months of the log that left Postgres. The row and the partition's end are one transaction: a month is in one place, never in two.
CREATE SCHEMA archive;

CREATE TABLE archive.month (
  month          text PRIMARY KEY CHECK (month ~ '^\d{4}-\d{2}$'),
  generation     integer NOT NULL,     -- part of the file names: a month rewritten gets new files before it loses the old
  rows           bigint  NOT NULL,
  first_position bigint  NOT NULL,
  last_position  bigint  NOT NULL,
  events_sha256  text    NOT NULL,
  sealed_sha256  text    NOT NULL,
  bytes          bigint  NOT NULL,
  sums           jsonb   NOT NULL,     -- count and checksum by buckets of positions, as the lake compares them
  without        text[]  NOT NULL DEFAULT '{}',  -- kinds whose time was over, taken out
  archived_at    timestamptz NOT NULL DEFAULT now()
);

-- How long events of a kind (a name, or a type such as `page`) are kept at all; kinds that are not here are kept for good.
CREATE TABLE archive.keep (
  kind   text PRIMARY KEY,
  months integer NOT NULL CHECK (months > 0)
);
