-- Two that may be one person: suggested for people to decide. Names no values: the two, why, and how sure.
CREATE TABLE customers.duplicate (
  duplicate_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  one_id       bigint      NOT NULL,         -- persons, the older first
  other_id     bigint      NOT NULL,
  reasons      text[]      NOT NULL,         -- name_phone, name_address, masked_phone, seen_with
  confidence   smallint    NOT NULL,         -- of a hundred
  found_at     timestamptz NOT NULL,
  UNIQUE (one_id, other_id)
);
CREATE INDEX duplicate_by_other ON customers.duplicate (other_id);
CREATE INDEX duplicate_by_confidence ON customers.duplicate (confidence, duplicate_id);
CREATE INDEX duplicate_by_time ON customers.duplicate (found_at, duplicate_id);

-- Persons who have not been compared since what they are found by changed. One may stand here more than once.
CREATE TABLE customers.uncompared (
  seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL
);

CREATE FUNCTION customers.note_sighted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO customers.uncompared (customer_id)
    SELECT DISTINCT customer_id FROM sighted WHERE why IN ('masked', 'claimed', 'limit');
  RETURN NULL;
END $$;
CREATE TRIGGER sighting_noted AFTER INSERT ON customers.sighting
  REFERENCING NEW TABLE AS sighted FOR EACH STATEMENT EXECUTE FUNCTION customers.note_sighted();
