-- Where events come from, and the keys by which they are let in.
CREATE SCHEMA sources;

CREATE TABLE sources.source (
  source_id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name              text        NOT NULL,
  kind              text        NOT NULL,
  created_at        timestamptz NOT NULL,
  disabled_at       timestamptz,                       -- null while it is on
  allowed_events    text[],                            -- names of events it may send; null for any
  clear_properties  text[]      NOT NULL DEFAULT '{}', -- property names the shop declared to be not personal
  allowed_origins   text[],                            -- web origins its browser keys work from; null for any
  user_token_secret bytea                              -- with which the shop signs user ids for browsers
);
CREATE UNIQUE INDEX source_by_name ON sources.source (lower(name));

CREATE TABLE sources.key (
  key_id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id  integer     NOT NULL REFERENCES sources.source,
  kind       text        NOT NULL,       -- server or browser
  digest     bytea       NOT NULL UNIQUE, -- SHA-256 of the write key, which itself is kept nowhere
  prefix     text        NOT NULL,       -- its first characters, to tell keys apart
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX key_by_source ON sources.key (source_id);

-- Kept by the subscriber `know/sources: note activity`.
CREATE TABLE sources.activity (
  source_id      integer     PRIMARY KEY,
  first_event_at timestamptz NOT NULL,
  last_event_at  timestamptz NOT NULL,
  events         bigint      NOT NULL
);

CREATE TABLE sources.day (
  source_id integer NOT NULL,
  day       date    NOT NULL,             -- in the shop's zone
  events    bigint  NOT NULL,
  PRIMARY KEY (source_id, day)
);

-- Every process keeps grants in memory. Whoever changes a source or a key, by whatever way, tells them all at commit.
CREATE FUNCTION sources.tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('regulars_sources', '');
  RETURN NULL;
END $$;

CREATE TRIGGER source_changed AFTER INSERT OR UPDATE OR DELETE ON sources.source
  FOR EACH STATEMENT EXECUTE FUNCTION sources.tell_change();
CREATE TRIGGER key_changed AFTER INSERT OR UPDATE OR DELETE ON sources.key
  FOR EACH STATEMENT EXECUTE FUNCTION sources.tell_change();
