-- What the lake was told of what is said of people: docs/adr/0073-facts-in-the-lake.md
CREATE SCHEMA definitions;

-- One row. Its lock lets one at a time tell the lake, or take out of it.
CREATE TABLE definitions.telling (
  single      boolean PRIMARY KEY DEFAULT true CHECK (single),
  told_to     bigint NOT NULL DEFAULT 0,   -- position of the last event that was told
  lake_id     text,                        -- the lake that was told
  again_after bigint NOT NULL DEFAULT 0,   -- what lies after this position …
  again_to    bigint NOT NULL DEFAULT 0,   -- … and up to this one is told again
  again_month text                         -- then archived months after this one are; null: none
);
INSERT INTO definitions.telling DEFAULT VALUES;

-- Erased customers whom the lake was not yet made to forget.
CREATE TABLE definitions.erased (customer_id bigint PRIMARY KEY);
