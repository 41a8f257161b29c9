-- Customers who belong together: households and companies.
CREATE SCHEMA groups;

CREATE TABLE groups.customer_group (
  group_id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text        NOT NULL,          -- household, company
  name        text,                          -- of a company; a household's stands sealed with its members
  name_digest bytea,                         -- of a household's: keyed, so that the whole name finds it
  members     integer     NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  created_by  text        NOT NULL,
  closed_at   timestamptz,
  closed_by   text
);
CREATE INDEX group_by_age ON groups.customer_group (created_at, group_id) WHERE closed_at IS NULL;
CREATE INDEX group_by_digest ON groups.customer_group (name_digest) WHERE name_digest IS NOT NULL;

CREATE TABLE groups.membership (
  membership_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_id      bigint      NOT NULL REFERENCES groups.customer_group,
  customer_id   bigint      NOT NULL,        -- the profile that joined; a merge leaves it there
  role          text        NOT NULL,        -- head, member, buyer, payer
  since         date        NOT NULL,
  sealed_name   bytea,                       -- the household's name under this profile's key, while she is one of it
  added_at      timestamptz NOT NULL,
  added_by      text        NOT NULL,
  left_at       timestamptz,
  left_by       text
);
CREATE UNIQUE INDEX membership_present ON groups.membership (group_id, customer_id) WHERE left_at IS NULL;
CREATE INDEX membership_by_customer ON groups.membership (customer_id);
