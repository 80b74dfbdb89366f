-- From version 1 to version 2.

-- The last validators of an address, for conditional requests (RFC 9110 section 13). Per stream, because another
-- stream may read the same address and not have got as far. A row with neither validator: the service refused
-- something that a record needs to be complete, and it is still to be requested.
CREATE TABLE validator(
  stream   INTEGER NOT NULL REFERENCES stream,
  address  TEXT NOT NULL,
  etag     TEXT,
  modified TEXT,                  -- Last-Modified, as it came
  PRIMARY KEY(stream, address)
) WITHOUT ROWID;

-- Files below Me/<account>/media: each content once, under the name from the first record that shows it.
CREATE TABLE file(
  id      INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account,
  sha256  BLOB NOT NULL,
  size    INTEGER NOT NULL,
  path    TEXT NOT NULL,          -- below Me/<account>/media
  UNIQUE(account, sha256),
  UNIQUE(account, path)
);

-- What a record shows: photos, videos, sounds.
CREATE TABLE media(
  record  INTEGER NOT NULL REFERENCES record,
  key     TEXT NOT NULL,          -- the service's id of it
  place   INTEGER NOT NULL,       -- as which of the record's, from 1
  kind    TEXT NOT NULL,          -- 'photo', 'video', 'animated_gif', ...
  url     TEXT,                   -- where it is, or was
  alt     TEXT,                   -- what its author says it shows
  source  TEXT NOT NULL,          -- 'fetched', 'archive 2024-05-01', ...
  file    INTEGER REFERENCES file, -- NULL: not kept
  problem TEXT,                   -- why not
  looked  INTEGER NOT NULL,
  PRIMARY KEY(record, key)
) WITHOUT ROWID;
CREATE INDEX media_of_file ON media(file) WHERE file IS NOT NULL;

-- Which record replies to which, as far as the service or its export reports it.
CREATE TABLE reply(
  record       INTEGER PRIMARY KEY REFERENCES record,
  target       TEXT,              -- id of the record of its type that it answers
  conversation TEXT               -- id of the one with which the conversation began, or of the conversation
);
CREATE INDEX reply_target ON reply(target) WHERE target IS NOT NULL;
CREATE INDEX reply_conversation ON reply(conversation) WHERE conversation IS NOT NULL;

-- Version 1 supported one service, whose posts and messages contain it in these fields.
INSERT INTO reply(record, target, conversation)
SELECT id, target, conversation FROM (
  SELECT r.id AS id, r.key AS key,
    (SELECT json_extract(e.value, '$.id')
     FROM json_each(coalesce(json_extract(v.raw, '$.referenced_tweets'),
                             json_extract(v.raw, '$.referenced_posts'))) e
     WHERE json_extract(e.value, '$.type') = 'replied_to') AS target,
    coalesce(json_extract(v.raw, '$.conversation_id'),
             json_extract(v.raw, '$.dm_conversation_id')) AS conversation
  FROM record r JOIN type t ON t.id = r.type JOIN version v ON v.id = r.head
  WHERE t.name IN ('status/twitter', 'message/twitter'))
WHERE target IS NOT NULL OR conversation <> key;

-- For a part: the change marker of its record when the part was last walked to its end.
ALTER TABLE stream ADD COLUMN news TEXT;

-- What the service reports about the membership itself (when it began, for example): a JSON object; NULL: nothing.
ALTER TABLE membership ADD COLUMN detail TEXT;

-- The names of people of whom a record contains nothing else (a mention).
CREATE TABLE named(
  account INTEGER NOT NULL REFERENCES account,
  person  TEXT NOT NULL,          -- the service's id
  handle  TEXT NOT NULL,
  name    TEXT,                   -- that the person shows
  seen    INTEGER NOT NULL,       -- when it was told: the newest counts
  PRIMARY KEY(account, person)
) WITHOUT ROWID;

INSERT OR REPLACE INTO named(account, person, handle, seen)
SELECT r.account, json_extract(e.value, '$.id'), json_extract(e.value, '$.username'), v.looked
FROM record r JOIN type t ON t.id = r.type JOIN version v ON v.id = r.head
JOIN json_each(json_extract(v.raw, '$.entities.mentions')) e
WHERE t.name = 'status/twitter' AND json_extract(e.value, '$.id') IS NOT NULL
  AND json_extract(e.value, '$.username') IS NOT NULL
ORDER BY v.looked;

-- What the last walk of a stream has met so far, in its order: one row per transaction. It decides what the
-- walk proves, without writing a row for each member that is met and stays in its place.
CREATE TABLE met(
  stream  INTEGER NOT NULL REFERENCES stream,
  first   INTEGER NOT NULL,       -- as which element of the walk it met the first of these
  walk    INTEGER NOT NULL,
  records TEXT NOT NULL,          -- their numbers, with commas between
  PRIMARY KEY(stream, first)
) WITHOUT ROWID;
INSERT OR IGNORE INTO met(stream, first, walk, records)
  SELECT m.stream, m.met, m.last_walk, m.record FROM membership m JOIN stream s ON s.id = m.stream
  WHERE m.last_walk = s.walk AND s.mode <> 0 AND m.ended IS NULL;
ALTER TABLE membership DROP COLUMN last_walk;
ALTER TABLE membership DROP COLUMN met;

-- Dictionaries with which superseded versions are compressed (zstd), trained from records of this file.
CREATE TABLE dictionary(
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  type    INTEGER NOT NULL REFERENCES type,
  bytes   BLOB NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 -- 1: holds pieces of what was forgotten, and is being replaced
);
ALTER TABLE version ADD COLUMN dictionary INTEGER REFERENCES dictionary; -- NULL: raw is plain text
CREATE INDEX version_of_dictionary ON version(dictionary) WHERE dictionary IS NOT NULL;
-- Superseded versions that are not compressed yet.
CREATE INDEX version_waiting ON version(shape) WHERE newest = 0 AND dictionary IS NULL;

-- The full-text index's text of a record whose own text is not segmented as it is. In the order in which records
-- arrived: in the order of time, which the index itself would use, it takes twice the space, since services list
-- the newest first.
CREATE TABLE entry(
  record INTEGER PRIMARY KEY REFERENCES record,
  text   TEXT NOT NULL
);
INSERT INTO entry(record, text) SELECT r.id, s.text FROM search s JOIN record r ON r.sort = s.rowid ORDER BY r.id;
CREATE VIEW search_text AS
SELECT r.sort AS sort, coalesce(e.text, f.name || char(10) || f.text, f.name, f.text) AS text
FROM record r JOIN version f ON f.id = r.face LEFT JOIN entry e ON e.record = r.id
WHERE f.name IS NOT NULL OR f.text IS NOT NULL;
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5(
  text,
  content = 'search_text',
  content_rowid = 'sort',
  columnsize = 0,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M* So Sk' tokenchars '‍'"
);
INSERT INTO search(search) VALUES ('rebuild');

-- For the same reason.
DROP INDEX record_newest;
CREATE INDEX record_newest ON record(account, type, sort DESC);

-- What was read of a service's export: one row per member, and one (`=likes`) for each complete stream.
CREATE TABLE import(
  account  INTEGER NOT NULL REFERENCES account,
  archive  INTEGER NOT NULL,      -- when it was made
  member   TEXT NOT NULL,
  stream   TEXT NOT NULL,         -- whose members its elements are; empty: of none
  content  TEXT NOT NULL,         -- size and checksum: with other content it is another member
  elements INTEGER NOT NULL,      -- read so far
  done     INTEGER NOT NULL,      -- 1: to its end
  newest   TEXT,                  -- greatest id met
  oldest   INTEGER,               -- least own time met
  walk     INTEGER NOT NULL,      -- number of this import among the stream's walks
  placed   INTEGER NOT NULL,      -- where its next new member of the stream stands (membership.placed,
  position INTEGER,               -- position); NULL: at the number of its element
  PRIMARY KEY(account, archive, member)
) WITHOUT ROWID;

-- Records that are parts of records of their type not seen yet: an export lists long texts separately.
CREATE TABLE unjoined(
  record  INTEGER PRIMARY KEY REFERENCES record
);

-- The time of the export with which the stream's coverage begins.
ALTER TABLE stream ADD COLUMN archive INTEGER;
