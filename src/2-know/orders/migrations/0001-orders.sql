-- Orders as their channels know them. Whose they are comes first in every key; that a channel gives a number once is kept in a table of its own.
CREATE SCHEMA orders;

CREATE SEQUENCE orders.order_number AS bigint;

-- (channel, its number) → where the order stands, and which version of it was taken last.
CREATE TABLE orders.number (
  channel_id  integer NOT NULL,
  platform_id text    NOT NULL,
  order_id    bigint  NOT NULL UNIQUE,
  customer_id bigint  NOT NULL,               -- 0: nobody is known
  version     timestamptz,                    -- the platform's instant of the last change; null: a file that says none
  rank        smallint NOT NULL,              -- 0 file, 1 feed: between two without or with the same instant the higher counts
  digest      bytea   NOT NULL,               -- of what was taken
  PRIMARY KEY (channel_id, platform_id)
);
CREATE INDEX number_by_text ON orders.number (platform_id text_pattern_ops);

CREATE TABLE orders.order (
  customer_id     bigint      NOT NULL,
  order_id        bigint      NOT NULL,
  channel_id      integer     NOT NULL,
  platform_id     text        NOT NULL,
  number          text        NOT NULL,
  kind            text        NOT NULL,
  state           text        NOT NULL,
  payment         text        NOT NULL,
  fulfilment      text        NOT NULL,
  placed_at       timestamptz NOT NULL,
  cancelled_at    timestamptz,
  cancel_reason   text,
  completed_at    timestamptz,
  currency        char(3)     NOT NULL,
  test            boolean     NOT NULL,
  tax_included    boolean     NOT NULL,
  total           bigint      NOT NULL,       -- minor units, as all amounts here
  refunded        bigint      NOT NULL,
  goods           integer     NOT NULL,       -- pieces
  campaign        text,
  country         char(2),                    -- where it goes, ISO 3166
  sealed          bytea,                      -- addresses, contact, note: under the customer's key
  recorded_at     timestamptz NOT NULL,
  changed_at      timestamptz NOT NULL,
  PRIMARY KEY (customer_id, order_id)
);
CREATE INDEX order_by_id ON orders.order (order_id);
CREATE INDEX order_by_time ON orders.order (placed_at, order_id);
CREATE INDEX order_by_channel ON orders.order (channel_id, placed_at, order_id);
CREATE INDEX order_by_customer ON orders.order (customer_id, placed_at);
CREATE INDEX order_by_total ON orders.order (total, order_id);

CREATE TABLE orders.line (
  customer_id bigint  NOT NULL,
  order_id    bigint  NOT NULL,
  line        integer NOT NULL,
  platform_id text    NOT NULL,
  kind        text    NOT NULL,
  variant_id  bigint  NOT NULL,
  product_id  bigint  NOT NULL,
  sold_as     text    NOT NULL,               -- what the channel calls the variant
  title       text    NOT NULL,
  quantity    integer NOT NULL,
  unit_price  numeric(18, 6) NOT NULL,
  amount      bigint  NOT NULL,
  discount    bigint  NOT NULL,
  PRIMARY KEY (customer_id, order_id, line)
);

CREATE TABLE orders.adjustment (
  customer_id bigint  NOT NULL,
  order_id    bigint  NOT NULL,
  n           integer NOT NULL,
  kind        text    NOT NULL,
  amount      bigint  NOT NULL,
  label       text    NOT NULL,
  PRIMARY KEY (customer_id, order_id, n)
);

CREATE TABLE orders.payment (
  customer_id bigint  NOT NULL,
  order_id    bigint  NOT NULL,
  platform_id text    NOT NULL,
  method      text    NOT NULL,
  amount      bigint  NOT NULL,
  paid_at     timestamptz NOT NULL,
  state       text    NOT NULL,
  PRIMARY KEY (customer_id, order_id, platform_id)
);

CREATE TABLE orders.refund (
  customer_id bigint  NOT NULL,
  order_id    bigint  NOT NULL,
  platform_id text    NOT NULL,
  refunded_at timestamptz NOT NULL,
  amount      bigint  NOT NULL,
  lines       jsonb   NOT NULL,
  reason      text    NOT NULL,
  PRIMARY KEY (customer_id, order_id, platform_id)
);

-- What couriers tell of an order's parcels.
CREATE TABLE orders.parcel (
  customer_id  bigint NOT NULL,
  order_id     bigint NOT NULL,
  tracking     text   NOT NULL,
  courier      text   NOT NULL,
  shipped_at   timestamptz,
  delivered_at timestamptz,
  promised_at  timestamptz,
  failure      text,
  PRIMARY KEY (customer_id, order_id, tracking)
);
CREATE INDEX parcel_by_order ON orders.parcel (order_id);
