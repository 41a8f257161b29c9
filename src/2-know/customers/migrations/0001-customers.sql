-- Who a customer is: profiles, the identifiers that lead to them, and the links that make several profiles one person.
-- Identifiers stand here as keyed digests; their values are sealed under the key of the profile.
CREATE SCHEMA customers;

-- Where events, orders and consents come to, and stay. `person_id` says whom it counts as: the oldest profile of those that are linked.
CREATE TABLE customers.profile (
  customer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id   bigint,                    -- null: herself alone
  created_at  timestamptz NOT NULL DEFAULT now(),
  erased_at   timestamptz
);
CREATE INDEX profile_by_person ON customers.profile (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE customers.identity (
  digest      uuid PRIMARY KEY,          -- HMAC-SHA256(pepper, kind || NUL || value), first 128 bits
  customer_id bigint NOT NULL REFERENCES customers.profile,
  kind        text NOT NULL,             -- user_id, anonymous_id, claimed_user_id, email, phone …
  first_seen  timestamptz NOT NULL DEFAULT now(),
  heard_at    timestamptz,               -- when the log first said so; null: events come in under it, nobody has read them yet
  position    bigint,                    -- the event that said so
  sealed      bytea
) WITH (fillfactor = 60);                -- each row is written once more when it is heard of: on its page, without touching the indexes
CREATE INDEX identity_by_customer ON customers.identity (customer_id);

-- Identifiers that were heard of somebody and lead nowhere: claimed in a browser, masked, lent, over a limit, shared by many.
CREATE TABLE customers.sighting (
  digest      uuid   NOT NULL,
  customer_id bigint NOT NULL REFERENCES customers.profile,
  name        uuid   NOT NULL,           -- what the sender called her when it was said
  kind        text   NOT NULL,
  why         text   NOT NULL,
  position    bigint NOT NULL,
  heard_at    timestamptz NOT NULL,
  sealed      bytea,
  PRIMARY KEY (digest, customer_id, name)
);
CREATE INDEX sighting_by_customer ON customers.sighting (customer_id);

-- Two profiles are one person, and why. Links form a forest: one that is undone parts exactly two groups.
CREATE TABLE customers.merge (
  merge_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  one_id      bigint NOT NULL REFERENCES customers.profile,
  other_id    bigint NOT NULL REFERENCES customers.profile,
  kind        text,                      -- of the identifier that is evidence; null: a person said so
  digest      uuid,
  actor       text,
  position    bigint NOT NULL,
  merged_at   timestamptz NOT NULL,
  undone_at   timestamptz,
  undone_by   text
);
CREATE INDEX merge_by_one ON customers.merge (one_id);
CREATE INDEX merge_by_other ON customers.merge (other_id);
CREATE INDEX merge_by_position ON customers.merge (position);

-- Never one person again, whatever they have in common: a person undid their merge.
CREATE TABLE customers.apart (
  one_id   bigint NOT NULL REFERENCES customers.profile,
  other_id bigint NOT NULL REFERENCES customers.profile,
  PRIMARY KEY (one_id, other_id)
);
CREATE INDEX apart_by_other ON customers.apart (other_id);

-- The rules of identity since each position of the log at which they were changed.
CREATE TABLE customers.rules (
  position bigint PRIMARY KEY,
  rules    jsonb NOT NULL
);

-- What is known of her, by profile: each trait with its value and when it was said; sealed under the profile's key.
CREATE TABLE customers.traits (
  customer_id bigint PRIMARY KEY REFERENCES customers.profile,
  sealed      bytea       NOT NULL,
  changed_at  timestamptz NOT NULL
);

-- What staff call her by hand, and what they no longer do: of a person with several profiles the last word counts.
CREATE TABLE customers.tag (
  customer_id bigint  NOT NULL REFERENCES customers.profile,
  tag         text    NOT NULL,
  is_there    boolean NOT NULL,
  said_at     timestamptz NOT NULL,
  said_by     text    NOT NULL,
  PRIMARY KEY (customer_id, tag)
);

-- Each known person once, for lists and search: made from everything above and made anew when anything of it changes. What is personal
-- is sealed under her key; `grams` holds 32-bit keyed hashes of parts of her names, by which she is found.
CREATE TABLE customers.card (
  person_id     bigint PRIMARY KEY REFERENCES customers.profile,
  first_seen    timestamptz NOT NULL,
  active_at     timestamptz NOT NULL,
  has_email     boolean     NOT NULL,
  has_phone     boolean     NOT NULL,
  country       text,
  channels      integer[]   NOT NULL,
  orders        integer     NOT NULL,
  spent         bigint      NOT NULL,         -- minor units of `currency`, refunds taken off
  currency      char(3),                      -- the one she ordered in most; null: never
  last_order_at timestamptz,
  tags          text[]      NOT NULL,
  profiles      integer     NOT NULL,
  grams         integer[]   NOT NULL,
  sealed        bytea       NOT NULL
);
ALTER TABLE customers.card ALTER grams SET STATISTICS 1000;
CREATE INDEX card_by_activity ON customers.card (active_at, person_id);
CREATE INDEX card_by_age ON customers.card (first_seen, person_id);
-- Behind what each is sorted by stands what it is related to: rows that do not fit are passed over without being fetched.
CREATE INDEX card_by_orders ON customers.card (orders, person_id, spent);
CREATE INDEX card_by_spent ON customers.card (spent, person_id, orders);
-- Who never ordered comes last in both directions.
CREATE INDEX card_by_last_order ON customers.card
  (coalesce(last_order_at, timestamptz '2200-01-01 00:00:00+00'), person_id, orders, spent);
CREATE INDEX card_by_latest_order ON customers.card
  (coalesce(last_order_at, timestamptz '1800-01-01 00:00:00+00'), person_id, orders, spent);
CREATE INDEX card_by_email ON customers.card (has_email);
CREATE INDEX card_by_phone ON customers.card (has_phone);
CREATE INDEX card_by_country ON customers.card (country);
CREATE INDEX card_by_channels ON customers.card USING gin (channels);
CREATE INDEX card_by_grams ON customers.card USING gin (grams);
CREATE INDEX card_by_tags ON customers.card USING gin (tags);

-- Profiles of which something changed since their person's card was made. One may stand here more than once.
CREATE TABLE customers.stale (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL
);

-- Profiles whose person changed since the lake was told. `seq` grows, so that what changes while it is told stays.
CREATE SEQUENCE customers.regrouping AS bigint;
CREATE TABLE customers.regrouped (
  customer_id bigint PRIMARY KEY,
  seq         bigint NOT NULL
);
-- The same for whoever keeps something for each person: each change of whom a profile counts as, until it was taken.
CREATE TABLE customers.moved (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL,
  from_id     bigint NOT NULL,
  to_id       bigint NOT NULL
);
-- The lake's table that was told; another one, after the lake was lost, is told everything.
CREATE TABLE customers.lake_table (
  single   boolean PRIMARY KEY DEFAULT true CHECK (single),
  table_id text NOT NULL
);

CREATE FUNCTION customers.note_regrouped() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = on AS $$
BEGIN
  INSERT INTO customers.regrouped (customer_id, seq)
    SELECT customer_id, nextval('customers.regrouping') FROM before JOIN after USING (customer_id)
     WHERE before.person_id IS DISTINCT FROM (after.person_id) ORDER BY customer_id
    ON CONFLICT (customer_id) DO UPDATE SET seq = excluded.seq;
  INSERT INTO customers.moved (customer_id, from_id, to_id)
    SELECT customer_id, coalesce(before.person_id, customer_id), coalesce(after.person_id, customer_id)
      FROM before JOIN after USING (customer_id) WHERE before.person_id IS DISTINCT FROM (after.person_id);
  INSERT INTO customers.stale (customer_id)
    SELECT DISTINCT id FROM before JOIN after USING (customer_id),
           LATERAL unnest(ARRAY[customer_id, before.person_id, after.person_id]) AS t (id)
     WHERE before.person_id IS DISTINCT FROM (after.person_id) AND id IS NOT NULL;
  RETURN NULL;
END $$;
-- Once for each statement: hundreds of profiles find their person at a time.
CREATE TRIGGER profile_regrouped AFTER UPDATE ON customers.profile
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION customers.note_regrouped();

-- Erasures that were carried out: the certificate of each, without any of her values. The list that survives a restore is a file outside.
CREATE TABLE customers.erasure (
  erasure_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL,
  actor        text        NOT NULL,
  customer_ids bigint[]    NOT NULL,
  destroyed    jsonb       NOT NULL
);

-- Whose each identifier is, a new profile made for those that lead nowhere yet. Somebody else may do the same at the same moment: then
-- hers counts, and the profile made in vain stays empty. Plans are pinned to index look-ups: the table grows faster than its statistics.
CREATE FUNCTION customers.assign(digests uuid[], kinds text[]) RETURNS TABLE (digest uuid, customer_id bigint, made boolean)
LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  ours uuid[];
BEGIN
  WITH given AS MATERIALIZED (
    SELECT d, k, nextval('customers.profile_customer_id_seq') AS id FROM unnest(digests, kinds) AS t (d, k)
     WHERE NOT EXISTS (SELECT 1 FROM customers.identity i WHERE i.digest = d)
  ), made AS (
    INSERT INTO customers.profile (customer_id, created_at) OVERRIDING SYSTEM VALUE SELECT id, now() FROM given
  ), named AS (
    INSERT INTO customers.identity (digest, customer_id, kind)
      -- In one order for all: two servers that meet the same names wait for each other in turn, and never in a circle.
      SELECT d, id, k FROM given ORDER BY d
      ON CONFLICT (digest) DO NOTHING RETURNING digest
  ) SELECT array_agg(digest) INTO ours FROM named;
  RETURN QUERY SELECT i.digest, i.customer_id, coalesce(i.digest = ANY (ours), false)
    FROM customers.identity i WHERE i.digest = ANY (digests);
END $$;
