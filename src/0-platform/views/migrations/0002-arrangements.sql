-- Which sections of a page a role sees, and in what order. No row: as the page has them.
CREATE TABLE views.arrangement (
  page       text        NOT NULL,
  role       text        NOT NULL,
  shown      text[]      NOT NULL,
  hidden     text[]      NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text        NOT NULL,
  PRIMARY KEY (page, role)
);
