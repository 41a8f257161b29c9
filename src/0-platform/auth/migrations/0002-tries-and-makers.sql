-- A try is counted before it is tested and given back when it succeeds, so each needs a name.
ALTER TABLE auth.failure ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;

-- Codes of authenticator apps that were used, for as long as they would still be right.
CREATE TABLE auth.used_code (
  user_id text        NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  code    text        NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (user_id, code)
);

-- Whoever made a key knows it: it opens no more than they themselves may. Null: made on the command line.
ALTER TABLE auth.api_key ADD COLUMN made_by text REFERENCES auth."user" ON DELETE CASCADE;
