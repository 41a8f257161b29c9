-- Saved views: a name for what a page shows, as the search part of its address.
CREATE SCHEMA views;

CREATE TABLE views.view (
  view_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner      text        NOT NULL,   -- staff:ID or api_key:ID
  page       text        NOT NULL,
  name       text        NOT NULL,
  query      text        NOT NULL,
  shared     boolean     NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (owner, page, name)
);
CREATE INDEX view_by_page ON views.view (page, name);
