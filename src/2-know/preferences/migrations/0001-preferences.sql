-- What somebody said she likes; by the profile it was said of: a merge leaves it there. What is counted is not stored.
CREATE SCHEMA preferences;

CREATE TABLE preferences.stated (
  customer_id bigint      PRIMARY KEY,
  sealed      bytea       NOT NULL,          -- each preference with who said it and when: under the profile's key
  changed_at  timestamptz NOT NULL
);
