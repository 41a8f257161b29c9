-- What Postgres remembers of the lake. Decisions: docs/adr/0006-lake.md
CREATE SCHEMA lake;

-- One row: how far the log has been shipped. `sending_to` is written before a range leaves, so that whoever comes after a
-- crash sends the very same range again, under the same token.
CREATE TABLE lake.shipping (
  the_only      boolean PRIMARY KEY DEFAULT true CHECK (the_only),
  position      bigint  NOT NULL DEFAULT 0,
  sending_to    bigint,
  epoch         integer NOT NULL DEFAULT 0,  -- part of the token: raised whenever rows were taken out of the lake
  table_id      uuid,                        -- the lake's table: another one means that the lake was lost or changed
  moved_at      timestamptz NOT NULL DEFAULT now(),
  failure       text,
  failing_since timestamptz,
  attempts      integer NOT NULL DEFAULT 0
);
INSERT INTO lake.shipping DEFAULT VALUES;

CREATE TABLE lake.rebuild (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  outcome     text CHECK (outcome IN ('done', 'cancelled', 'failed')),
  failure     text,
  cancelling  boolean NOT NULL DEFAULT false,
  copied      bigint NOT NULL DEFAULT 0,
  total       bigint NOT NULL DEFAULT 0
);

CREATE TABLE lake.comparison (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL DEFAULT now(),
  from_position bigint NOT NULL,
  to_position   bigint NOT NULL,
  compared    bigint NOT NULL,
  differing   integer NOT NULL,
  repaired    integer NOT NULL
);
