-- What leaves the building, written in the transaction that decided it.
CREATE SCHEMA outbox;

CREATE TABLE outbox.message (
  message_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind           text        NOT NULL,
  key            text        NOT NULL,
  -- Under whose key the payload is sealed; null for the installation's own.
  customer_id    bigint,
  -- The server it goes to, as far as several share a kind: what is slow or broken is a destination.
  destination    text        NOT NULL,
  -- Null once it was sent, erased, or nobody wanted to try it again for a month.
  sealed         bytea,
  state          text        NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'claimed', 'sent', 'failed', 'unknown')),
  attempts       int         NOT NULL DEFAULT 0,
  created_at     timestamptz NOT NULL,
  due_at         timestamptz NOT NULL,
  first_tried_at timestamptz,
  claim          uuid,
  claimed_until  timestamptz,
  settled_at     timestamptz,
  failure        text,
  UNIQUE (kind, key)
);

CREATE INDEX message_queued ON outbox.message (kind, destination, due_at, message_id) WHERE state = 'queued';
CREATE INDEX message_claimed ON outbox.message (kind, claimed_until) WHERE state = 'claimed';
CREATE INDEX message_open ON outbox.message (state, message_id) WHERE state IN ('failed', 'unknown');
CREATE INDEX message_customer ON outbox.message (customer_id) WHERE customer_id IS NOT NULL;

-- Destinations that failed lately. No row: healthy.
CREATE TABLE outbox.destination (
  kind        text NOT NULL,
  destination text NOT NULL,
  failures    int  NOT NULL,
  open_until  timestamptz,
  PRIMARY KEY (kind, destination)
);
