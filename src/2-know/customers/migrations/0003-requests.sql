-- What customers ask of what we keep about them, by way of whoever they told (a platform): to be erased, or to have a copy.
CREATE TABLE customers.request (
  request_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint      NOT NULL REFERENCES customers.profile,
  what        text        NOT NULL,                -- erasure, copy
  asked_via   text        NOT NULL,                -- connection:3
  asked_at    timestamptz NOT NULL,
  due_at      timestamptz NOT NULL,                -- an erasure happens by itself then; a copy must be with her by then
  state       text        NOT NULL DEFAULT 'open', -- open, done, declined, lapsed
  settled_at  timestamptz,
  settled_by  text,
  reason      text                                 -- why it was declined
);
CREATE UNIQUE INDEX request_once ON customers.request (customer_id, what) WHERE state = 'open';
CREATE INDEX request_due ON customers.request (due_at) WHERE state = 'open';
