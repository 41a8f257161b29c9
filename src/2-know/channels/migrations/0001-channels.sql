-- Channels: one shop on one platform each. What a platform decides there, and what Regulars decides, is said thing by thing.
CREATE SCHEMA channels;

CREATE TABLE channels.channel (
  channel_id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text        NOT NULL,
  platform    text        NOT NULL,           -- own, shopify, woocommerce, taobao, tmall, jd, store, other
  currency    char(3)     NOT NULL,           -- ISO 4217: what its figures are in
  zone        text        NOT NULL,           -- IANA: where its days begin
  country     char(2),                        -- ISO 3166: whose telephone numbers come without a prefix
  owners      jsonb       NOT NULL,           -- thing → platform or regulars: see contract.ts
  fee_percent numeric(6, 3) NOT NULL DEFAULT 0, -- what the platform keeps of each sale
  fee_fixed   bigint      NOT NULL DEFAULT 0, -- and of each order, in minor units
  created_at  timestamptz NOT NULL,
  closed_at   timestamptz                     -- null while it sells
);
CREATE UNIQUE INDEX channel_by_name ON channels.channel (lower(name));
