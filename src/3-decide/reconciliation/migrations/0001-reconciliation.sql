-- What platforms say of their own figures, and months that are closed.
CREATE SCHEMA reconciliation;

-- One figure of one channel on one day, as its platform has it. The same day again replaces it.
CREATE TABLE reconciliation.statement (
  channel_id integer     NOT NULL,
  figure     text        NOT NULL,
  day        date        NOT NULL,
  amount     bigint      NOT NULL,            -- minor units of the channel's currency
  itemised   boolean     NOT NULL,            -- its orders are known: see below
  given_at   timestamptz NOT NULL,
  given_by   text        NOT NULL,
  PRIMARY KEY (channel_id, figure, day)
);

CREATE TABLE reconciliation.listed (
  channel_id integer NOT NULL,
  figure     text    NOT NULL,
  day        date    NOT NULL,
  number     text    NOT NULL,                -- what the platform calls the order
  amount     bigint  NOT NULL,
  PRIMARY KEY (channel_id, figure, day, number),
  FOREIGN KEY (channel_id, figure, day) REFERENCES reconciliation.statement ON DELETE CASCADE
);
CREATE INDEX listed_by_number ON reconciliation.listed (channel_id, figure, number);

-- A month of a channel that somebody closed, and perhaps opened again. Lines stay.
CREATE TABLE reconciliation.closing (
  closing_id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel_id  integer     NOT NULL,
  month       text        NOT NULL,           -- 2026-10, by the channel's zone
  position    bigint      NOT NULL,           -- the log's head: what stands further on was learned later
  sums        jsonb,                          -- entries by kind, as they were; null until the lake has come to `position`
  closed_at   timestamptz NOT NULL,
  closed_by   text        NOT NULL,
  reopened_at timestamptz,
  reopened_by text
);
CREATE UNIQUE INDEX closing_that_holds ON reconciliation.closing (channel_id, month) WHERE reopened_at IS NULL;
