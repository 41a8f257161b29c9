-- Who did what, when: append-only, each entry bound to the one before it by a hash.
CREATE SCHEMA audit;

CREATE TABLE audit.entry (
  id       bigint      PRIMARY KEY,        -- without gaps: a missing number shows
  at       timestamptz NOT NULL,
  actor    text        NOT NULL,           -- staff:ID, api_key:ID, system:NAME, anonymous
  name     text        NOT NULL,           -- of the actor, as it was then
  act      text        NOT NULL,
  object   text        NOT NULL,
  detail   text        NOT NULL,           -- JSON; ids, names of fields, counts
  ip       text,
  previous bytea       NOT NULL,
  hash     bytea       NOT NULL            -- SHA-256 over previous and all of the above
);
CREATE INDEX entry_by_actor ON audit.entry (actor, id);

CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;

CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse();
CREATE TRIGGER entries_stay BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
