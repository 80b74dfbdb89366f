-- From version 3 to version 4. There are no views meanwhile (schema.cpp).

-- Most displayed texts are contained verbatim in `raw`, so they are stored once. Earlier versions, and those that
-- are compressed, have the text in `told`.
ALTER TABLE version RENAME COLUMN text TO told;   -- the displayed text, if raw does not contain it verbatim
ALTER TABLE version ADD COLUMN text_at INTEGER;   -- else the character of raw at which it begins, from 1
ALTER TABLE version ADD COLUMN text_size INTEGER; -- and its number of characters
ALTER TABLE version ADD COLUMN text TEXT GENERATED ALWAYS AS (
  CASE WHEN text_at IS NULL THEN told ELSE substr(raw, text_at, text_size) END) VIRTUAL;

-- The version whose members, after those of `head`, make up the merged JSON; NULL: it is `merged`, or `head` alone.
ALTER TABLE record ADD COLUMN joined INTEGER;

-- As for versions. Existing parts get their digests from the next program that writes, which then deletes the mark.
ALTER TABLE part ADD COLUMN sha256 BLOB;
INSERT INTO meta(key, value) SELECT 'undigested', 1 WHERE EXISTS (SELECT 1 FROM part);
