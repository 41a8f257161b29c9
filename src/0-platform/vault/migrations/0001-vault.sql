-- Keys of data subjects, wrapped by the installation's master key (which is not in the database).
CREATE SCHEMA vault;

CREATE TABLE vault.key (
  subject_id bigint PRIMARY KEY,
  wrapped    bytea NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT now()
);

-- Grows with each destruction. Whoever caches keys compares it in the transaction that uses them.
CREATE TABLE vault.epoch (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), epoch bigint NOT NULL);
INSERT INTO vault.epoch (epoch) VALUES (1);
