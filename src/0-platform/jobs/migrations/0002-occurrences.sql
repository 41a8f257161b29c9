-- What repeats: each instant it was due at is taken once, whatever the clock does meanwhile. `occurrence_id` tells the order of taking.
CREATE TABLE jobs.occurrence (
  occurrence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name          text        NOT NULL,
  due_at        timestamptz NOT NULL,
  UNIQUE (name, due_at)
);

-- Who may hold jobs. A worker lives as long as a connection holds the advisory lock (7310, session).
CREATE TABLE jobs.worker (
  worker_id text PRIMARY KEY,
  session   int NOT NULL
);
