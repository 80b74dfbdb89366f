-- From version 3 to version 4. There are no views meanwhile (schema.cpp).

-- What a person reads stands in `raw` for the most part, spelled as it is shown: it is kept once. Versions of
-- before, and those that are compressed, have it in `told`.
ALTER TABLE version RENAME COLUMN text TO told;   -- what is shown, where raw does not have it as it stands
ALTER TABLE version ADD COLUMN text_at INTEGER;   -- else the character of raw with which it begins, from 1
ALTER TABLE version ADD COLUMN text_size INTEGER; -- and how many characters it has
ALTER TABLE version ADD COLUMN text TEXT GENERATED ALWAYS AS (
  CASE WHEN text_at IS NULL THEN told ELSE substr(raw, text_at, text_size) END) VIRTUAL;

-- The version whose members, behind those of `head`, make the merged JSON; NULL: `merged` has it, or head alone is it.
ALTER TABLE record ADD COLUMN joined INTEGER;

-- As for versions. Parts of before get theirs by the next program that writes, which then drops the mark.
ALTER TABLE part ADD COLUMN sha256 BLOB;
INSERT INTO meta(key, value) SELECT 'undigested', 1 WHERE EXISTS (SELECT 1 FROM part);
