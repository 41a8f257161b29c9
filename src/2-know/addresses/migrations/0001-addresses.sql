-- What was said of a customer's addresses, beside her orders; by the profile it was said of: a merge leaves it there.
CREATE SCHEMA addresses;

CREATE TABLE addresses.book (
  customer_id bigint      PRIMARY KEY,
  sealed      bytea       NOT NULL,          -- each address with what was said of it and when: under the profile's key
  changed_at  timestamptz NOT NULL
);
