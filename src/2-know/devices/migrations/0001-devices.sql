-- What somebody uses to come to the shop; by the profile its events came to: a merge leaves it there.
CREATE SCHEMA devices;

CREATE TABLE devices.device (
  customer_id bigint      NOT NULL,
  device      uuid        NOT NULL,          -- keyed digest of what tells it from her others
  first_seen  timestamptz NOT NULL,
  last_seen   timestamptz NOT NULL,
  events      bigint      NOT NULL,
  sealed      bytea       NOT NULL,          -- kind, system, browser, model, anonymous id: under the profile's key
  PRIMARY KEY (customer_id, device)
) WITH (fillfactor = 80);                    -- counted up in place
