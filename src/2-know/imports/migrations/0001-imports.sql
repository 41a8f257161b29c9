-- Imports: what was read from where, how far it got, and the rows that were refused.
CREATE SCHEMA imports;

CREATE TABLE imports.import (
  import_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  preset      text        NOT NULL,
  channel_id  integer     NOT NULL,
  file        text        NOT NULL,           -- its name; never a path of this machine
  digest      text        NOT NULL,           -- SHA-256 of what was read: the same again goes on where it stopped
  upload      text,                           -- where its files wait in the data directory; null: given on the command line, or done
  mapping     jsonb,                          -- field → column, where a person said so
  state       text        NOT NULL,           -- running, done, failed, cancelled
  cancelling  boolean     NOT NULL DEFAULT false,
  batches     integer     NOT NULL DEFAULT 0, -- how many are stored: an import that was cut off goes on after them
  tables      jsonb       NOT NULL DEFAULT '{}',
  failure     text,
  actor       text        NOT NULL,
  started_at  timestamptz NOT NULL,
  moved_at    timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX import_by_time ON imports.import (started_at DESC, import_id);

-- Outside data: what is known of a place, or of a place on a day (weather, region, incomes). Nothing of it is about one person.
CREATE TABLE imports.outside (
  kind   text NOT NULL,                        -- postcode, district, city, province, country, everywhere
  place  text NOT NULL,                        -- in small letters
  day    date,                                 -- null: always
  values jsonb NOT NULL,
  UNIQUE NULLS NOT DISTINCT (kind, place, day)
);

-- Raw rows are sealed under a key of the import: anything may stand in them.
CREATE TABLE imports.rejected (
  import_id bigint  NOT NULL REFERENCES imports.import,
  file      text    NOT NULL,
  row       bigint  NOT NULL,
  code      text    NOT NULL,
  field     text    NOT NULL,
  sealed    bytea,
  PRIMARY KEY (import_id, file, row)
);
