-- Timers that fell due while nobody ran, and were too late to be worth running. graphile-worker keeps a schema of its own beside.
CREATE SCHEMA jobs;

CREATE TABLE jobs.skipped (
  job_id     text PRIMARY KEY,
  name       text        NOT NULL,
  due_at     timestamptz NOT NULL,
  skipped_at timestamptz NOT NULL,
  reason     text        NOT NULL
);
