-- Whether we were reached by our public address. One row: of the address that was tried last.
CREATE SCHEMA egress;

CREATE TABLE egress.reach (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  url        text        NOT NULL,
  reached_at timestamptz,
  tried_at   timestamptz NOT NULL,
  failure    text
);

-- A question to ourselves that is on its way: who asks `token` by the public address and gets `answer` talks to this database.
CREATE TABLE egress.challenge (
  token    text PRIMARY KEY,
  answer   text        NOT NULL,
  asked_at timestamptz NOT NULL
);
