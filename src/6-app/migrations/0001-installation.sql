-- Whose database this is. Personal values in it hang on a master key that stands in the data directory: a process with another key would
-- seal what nobody else can open.
CREATE SCHEMA app;

CREATE TABLE app.installation (
  only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  key_fingerprint text NOT NULL,
  made_at         timestamptz NOT NULL DEFAULT now()
);
