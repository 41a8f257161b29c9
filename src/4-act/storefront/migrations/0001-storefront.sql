-- The storefront: where it sells, and which checkouts became which order.
CREATE SCHEMA storefront;

-- One row: a company has one front of ours.
CREATE TABLE storefront.front (
  only_one      boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  name          text    NOT NULL,
  channel_id    integer NOT NULL,
  source_id     integer NOT NULL,
  write_key     text    NOT NULL,             -- of a browser: everybody reads it in the page
  token_secret  bytea   NOT NULL,             -- signs who a shopper is; the source has the same
  shipping_fee  bigint  NOT NULL,
  free_from     bigint  NOT NULL,
  opened_at     timestamptz NOT NULL
);

CREATE SEQUENCE storefront.order_number START 100001;

-- A checkout that is sent again finds its order. Nothing personal: who it was stands with the order.
CREATE TABLE storefront.checkout (
  checkout_id  uuid   PRIMARY KEY,
  digest       bytea  NOT NULL,               -- of what was asked for: the same id with another wish is a mistake of the sender
  order_number text   NOT NULL,
  total        bigint NOT NULL,
  shopper      text   NOT NULL,
  at           timestamptz NOT NULL
);
