-- What collection keeps beside the log: events it could not accept, and the names each source has used.
CREATE SCHEMA collection;

-- Rejected events are kept with their reason until somebody has fixed or dismissed them. The event itself is sealed: under the
-- customer's key where she could be told, else under the quarantine key of its source.
CREATE TABLE collection.rejected (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  received_at  timestamptz NOT NULL,
  source_id    integer     NOT NULL,
  key_kind     text        NOT NULL,   -- of the key it came by: a browser's word stays a browser's word when replayed
  customer_id  bigint,                 -- null: in quarantine
  code         text        NOT NULL,
  field        text        NOT NULL,
  message_id   text,
  type         text,
  event        text,
  sealed       bytea       NOT NULL,
  replayed_at  timestamptz,
  verdict      text,                   -- of the replay
  dismissed_at timestamptz
);
CREATE INDEX rejected_by_source ON collection.rejected (source_id, id);
CREATE INDEX rejected_by_customer ON collection.rejected (customer_id) WHERE customer_id IS NOT NULL;

-- How many were not even kept, because a source sent more bad events than anybody would read.
CREATE TABLE collection.overflow (
  source_id integer NOT NULL,
  day       date    NOT NULL,
  count     bigint  NOT NULL,
  PRIMARY KEY (source_id, day)
);

-- Distinct names of events, bounded for each source: a name is a column of every later list.
CREATE TABLE collection.event_name (
  source_id integer NOT NULL,
  name      text    NOT NULL,
  first_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source_id, name)
);
