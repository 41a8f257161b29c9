-- Connectors: links to the platforms shops sell on, how far each feed is, what platforms told by themselves, and what was asked of them.
CREATE SCHEMA connectors;

CREATE TABLE connectors.connection (
  connection_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connector     text        NOT NULL,
  channel_id    integer     NOT NULL,
  settings      bytea       NOT NULL,           -- sealed under a key of the connection; never shown again
  state         text        NOT NULL DEFAULT 'connected', -- connected, paused, disconnected
  state_at      timestamptz NOT NULL,
  state_by      text        NOT NULL,
  created_at    timestamptz NOT NULL,
  created_by    text        NOT NULL
);
CREATE UNIQUE INDEX connection_of_channel ON connectors.connection (connector, channel_id) WHERE state <> 'disconnected';

CREATE TABLE connectors.feed (
  connection_id  integer     NOT NULL REFERENCES connectors.connection,
  feed           text        NOT NULL,
  cursor         jsonb,                          -- where to go on; null: from the beginning
  up_to          timestamptz,                    -- everything before was read
  caught_up_at   timestamptz,                    -- when there was nothing more for the first time: what came before is history
  due_at         timestamptz NOT NULL,
  claim          text,
  claimed_until  timestamptz,
  last_run_at    timestamptz,
  fetched        bigint      NOT NULL DEFAULT 0,
  skipped        bigint      NOT NULL DEFAULT 0,
  failures       integer     NOT NULL DEFAULT 0, -- in a row
  failure        text,                           -- a code of the catalogue
  failure_detail text,
  failing_since  timestamptz,
  PRIMARY KEY (connection_id, feed)
);

-- What platforms told by themselves: each name once, kept for 30 days; what it says only until it was taken in.
CREATE TABLE connectors.delivery (
  delivery_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id integer     NOT NULL REFERENCES connectors.connection,
  name          text        NOT NULL,
  topic         text        NOT NULL,
  arrived_at    timestamptz NOT NULL,
  sealed        bytea,                           -- the call as it came, under the key of the connection
  state         text        NOT NULL DEFAULT 'waiting', -- waiting, taken, failed
  attempts      integer     NOT NULL DEFAULT 0,
  due_at        timestamptz NOT NULL,
  failure       text,
  failure_detail text,
  settled_at    timestamptz,
  UNIQUE (connection_id, name)
);
CREATE INDEX delivery_due ON connectors.delivery (due_at, delivery_id) WHERE state = 'waiting';
CREATE INDEX delivery_by_time ON connectors.delivery (connection_id, delivery_id DESC);
CREATE INDEX delivery_age ON connectors.delivery (arrived_at);

CREATE TABLE connectors.skipped (
  connection_id integer     NOT NULL REFERENCES connectors.connection,
  what          text        NOT NULL,
  id            text        NOT NULL,            -- the platform's number of the thing
  code          text        NOT NULL,
  at            timestamptz NOT NULL,
  PRIMARY KEY (connection_id, what, id)
);

-- What platforms were asked to do. Only references: who is meant is the platform's to know.
CREATE TABLE connectors.request (
  request_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id integer     NOT NULL REFERENCES connectors.connection,
  act           text        NOT NULL,
  about         text        NOT NULL,            -- number of the order, of the customer, or what else is meant
  sealed        bytea,                           -- the request, under the key of the connection, until it is settled
  state         text        NOT NULL DEFAULT 'asked', -- asked, confirmed, refused
  sent_at       timestamptz,                     -- the platform took note
  reference     text,
  reason        text,
  actor         text        NOT NULL,
  asked_at      timestamptz NOT NULL,
  settled_at    timestamptz
);
CREATE INDEX request_by_time ON connectors.request (connection_id, request_id DESC);
