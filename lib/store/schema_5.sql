-- From version 4 to version 5. There are no views meanwhile; the program changes schema_version afterwards, and
-- rebuilds the index if that is needed (schema.cpp).

-- A text's position in raw is counted in bytes, since SQLite finds a character only by counting all before it.
ALTER TABLE version DROP COLUMN text;
ALTER TABLE version RENAME COLUMN text_at TO text_from; -- the byte of raw at which the text begins, from 1
UPDATE version SET text_from = length(CAST(substr(raw, 1, text_from - 1) AS BLOB)) + 1,
  text_size = length(CAST(substr(raw, text_from, text_size) AS BLOB))
  WHERE text_from IS NOT NULL;
ALTER TABLE version ADD COLUMN text TEXT GENERATED ALWAYS AS (
  CASE WHEN text_from IS NULL THEN told ELSE CAST(substr(CAST(raw AS BLOB), text_from, text_size) AS TEXT) END) VIRTUAL;

-- Queries typed by hand may contain accents: the tokenizer now removes them from the query, and does not change
-- what is indexed, which has none. So only the declaration is changed, which SQLite allows if the stored content
-- stays the same (ALTER TABLE, section 7).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'remove_diacritics 0', 'remove_diacritics 2')
  WHERE type = 'table' AND name = 'search';
PRAGMA writable_schema = OFF;
