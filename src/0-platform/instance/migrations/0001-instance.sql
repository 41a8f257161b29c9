-- What the owner says of the installation as a whole.
CREATE SCHEMA instance;

CREATE TABLE instance.setting (
  only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  shop_name      text NOT NULL DEFAULT '',
  default_locale text NOT NULL DEFAULT 'zh-CN'
);
INSERT INTO instance.setting DEFAULT VALUES;
