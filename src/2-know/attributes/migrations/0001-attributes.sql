-- What staff want to know of customers beyond what events tell: definitions, and values by the profile they were noted at.
CREATE SCHEMA attributes;

CREATE TABLE attributes.definition (
  definition_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key         text        NOT NULL UNIQUE,   -- never changes: programs and exports call it so
  title_en    text        NOT NULL,
  title_zh    text        NOT NULL,
  type        text        NOT NULL,          -- text, long_text, number, date, yes_no, choice, choices, url, email, phone
  required    boolean     NOT NULL,
  personal    boolean     NOT NULL,          -- masked for roles that see no personal values
  rules       jsonb       NOT NULL,          -- min, max, earliest, latest, characters, hosts
  options     jsonb       NOT NULL,          -- of choices: key, titles, withdrawn
  seen_by     text[]      NOT NULL,          -- roles; the owner always
  edited_by   text[]      NOT NULL,
  section     text,                          -- null: none of its own; screens say so in the reader's language
  place       integer     NOT NULL,
  places      jsonb       NOT NULL,          -- role → another place, or hidden
  created_at  timestamptz NOT NULL,
  archived_at timestamptz                    -- values stay and are not shown
);
CREATE INDEX definition_by_place ON attributes.definition (place, definition_id);

CREATE TABLE attributes.value (
  customer_id   bigint      NOT NULL,        -- the profile it was noted at; a merge leaves it there
  definition_id integer     NOT NULL REFERENCES attributes.definition,
  sealed        bytea,                       -- JSON under the profile's key; null: taken away, and so is what another profile said before
  set_at        timestamptz NOT NULL,
  set_by        text        NOT NULL,
  PRIMARY KEY (customer_id, definition_id)
);
