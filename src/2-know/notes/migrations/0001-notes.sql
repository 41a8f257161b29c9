-- What staff wrote of customers, and files they keep with them; by the profile they were given to: a merge leaves them there.
CREATE SCHEMA notes;

CREATE TABLE notes.note (
  note_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint      NOT NULL,
  sealed      bytea,                         -- the text under the profile's key; null: taken away
  pinned      boolean     NOT NULL,
  author      text        NOT NULL,          -- staff:…, api_key:…
  author_name text        NOT NULL,
  written_at  timestamptz NOT NULL,
  version     integer     NOT NULL DEFAULT 1,
  edited_at   timestamptz,
  edited_by   text,
  editor_name text,
  removed_at  timestamptz,
  removed_by  text
);
CREATE INDEX note_by_customer ON notes.note (customer_id, note_id);

-- What a note said before it was edited. Gone with it.
CREATE TABLE notes.earlier (
  note_id    bigint      NOT NULL REFERENCES notes.note ON DELETE CASCADE,
  version    integer     NOT NULL,
  sealed     bytea       NOT NULL,
  by_name    text        NOT NULL,
  said_from  timestamptz NOT NULL,
  said_until timestamptz NOT NULL,
  PRIMARY KEY (note_id, version)
);

CREATE TABLE notes.file (
  file_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint      NOT NULL,
  kind        text        NOT NULL,          -- by its bytes, never by its name: pdf, png, jpeg, webp, gif, xlsx, docx, text
  size        integer     NOT NULL,          -- bytes
  sealed_name bytea,                         -- null: taken away
  sealed      bytea,
  author      text        NOT NULL,
  author_name text        NOT NULL,
  added_at    timestamptz NOT NULL,
  removed_at  timestamptz,
  removed_by  text
);
-- What is sealed cannot be compressed: trying would cost each file twice.
ALTER TABLE notes.file ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX file_by_customer ON notes.file (customer_id, file_id);
