-- Schema of locker.db, version 1; schema_2.sql follows. docs/schema.md explains it; views.sql has the views for users.
-- Times are milliseconds since 1970, UTC. Money is in millionths of a dollar.

CREATE TABLE meta(
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE account(
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  connector TEXT NOT NULL,
  user_id   TEXT,                 -- the service's id of the person, once learnt: never changes
  handle    TEXT,
  created   INTEGER NOT NULL,
  budget    INTEGER,              -- a month; NULL: no limit
  dialect   TEXT                  -- what the connector remembers about the service's field names
);

CREATE TABLE type(
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE       -- primary/native
);

CREATE TABLE shape(
  id   INTEGER PRIMARY KEY,
  type INTEGER NOT NULL REFERENCES type,
  name TEXT NOT NULL,
  rank INTEGER NOT NULL,          -- 0 is the fullest
  UNIQUE(type, name)
);

-- One row per stream, or per part of one (part <> ''), with its cursor.
CREATE TABLE stream(
  id            INTEGER PRIMARY KEY,
  account       INTEGER NOT NULL REFERENCES account,
  name          TEXT NOT NULL,
  part          TEXT NOT NULL DEFAULT '',
  mark          TEXT,                       -- committed: everything up to this id is here
  walk          INTEGER NOT NULL DEFAULT 0, -- number of the last walk begun
  settled       INTEGER NOT NULL DEFAULT 0, -- number of the last walk that ended properly
  mode          INTEGER NOT NULL DEFAULT 0, -- walk under way: 0 none, 1 incremental, 2 full
  since         TEXT,                       -- lower bound of the walk under way
  token         TEXT,                       -- page it goes on with; NULL: the top
  pending       TEXT,                       -- newest id it met: the next mark
  oldest        TEXT,                       -- oldest id it met
  met           INTEGER NOT NULL DEFAULT 0, -- how many it met
  broken        INTEGER NOT NULL DEFAULT 0, -- it was resumed or restarted: proves no absence
  deep_walk     INTEGER NOT NULL DEFAULT 0, -- that walk's last member so far stands at these
  deep_placed   INTEGER NOT NULL DEFAULT 0, -- (membership.placed, position)
  deep_position INTEGER NOT NULL DEFAULT 0,
  full_at       INTEGER,                    -- when the last proper full walk ended
  complete_from INTEGER,                    -- coverage: own time of the oldest; NULL: from the beginning
  complete_to   INTEGER,                    -- coverage: when the last proper walk began; NULL: none yet
  gap           TEXT,                       -- coverage: what is known to be missing
  UNIQUE(account, name, part)
);

CREATE TABLE record(
  id      INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account,
  type    INTEGER NOT NULL REFERENCES type,
  key     TEXT NOT NULL,              -- the service's id
  time    INTEGER,                    -- own time; NULL for people and profiles
  sort    INTEGER NOT NULL UNIQUE,    -- rises with time, nulls lowest; rowid in `search`
  state   INTEGER NOT NULL DEFAULT 0, -- 0 live, 1 deleted
  head    INTEGER NOT NULL,           -- version of the highest-ranked shape: what --raw shows
  face    INTEGER NOT NULL,           -- version whose text and name are shown
  author  TEXT,                       -- the service's id of who made it
  merged  TEXT,                       -- merged JSON where several shapes were seen
  UNIQUE(account, type, key)
);
CREATE INDEX record_newest ON record(account, type, sort);

-- Further ids of a record (later ids of an edit chain).
CREATE TABLE alias(
  account INTEGER NOT NULL,
  type    INTEGER NOT NULL,
  key     TEXT NOT NULL,
  record  INTEGER NOT NULL REFERENCES record,
  PRIMARY KEY(account, type, key)
) WITHOUT ROWID;

CREATE TABLE version(
  id       INTEGER PRIMARY KEY,
  record   INTEGER NOT NULL REFERENCES record,
  shape    INTEGER NOT NULL REFERENCES shape,
  seq      INTEGER NOT NULL,           -- its change, or the next one after it
  ord      INTEGER NOT NULL DEFAULT 0, -- later edits have greater ones, whenever they were seen
  observed INTEGER NOT NULL,           -- when this content was first fetched; of an archive, when it was made
  looked   INTEGER NOT NULL,           -- when raw was fetched: later where only counters had changed
  source   TEXT NOT NULL,              -- 'api', 'archive 2024-05-01', ...
  newest   INTEGER NOT NULL,           -- 1: newest of its shape
  raw      TEXT NOT NULL,              -- byte for byte as the service sent it
  sha256   BLOB NOT NULL,              -- of raw
  text     TEXT,                       -- as a person reads it
  name     TEXT,                       -- handle or title, where it has one
  dropped  TEXT                        -- JSON array: fields its shape had before and now lacks
);
CREATE INDEX version_of_record ON version(record);

-- Objects that belong to a version although the service sends them beside it (media, polls, places).
CREATE TABLE part(
  version INTEGER NOT NULL REFERENCES version,
  kind    TEXT NOT NULL,
  key     TEXT NOT NULL,
  raw     TEXT NOT NULL,
  PRIMARY KEY(version, kind, key)
) WITHOUT ROWID;

CREATE TABLE membership(
  stream     INTEGER NOT NULL REFERENCES stream,
  record     INTEGER NOT NULL REFERENCES record,
  began      INTEGER NOT NULL,        -- change number of `add`
  ended      INTEGER,                 -- change number of `remove`; NULL: current
  first_walk INTEGER NOT NULL,        -- walk that added it
  last_walk  INTEGER NOT NULL,        -- last walk that met it
  met        INTEGER NOT NULL,        -- as which element
  placed     INTEGER NOT NULL,        -- the service's order: by placed, falling, then by position;
  position   INTEGER NOT NULL,        -- both are of the walk that last found it moved, or added it
  PRIMARY KEY(stream, record, began)
) WITHOUT ROWID;

CREATE TABLE change(
  seq     INTEGER PRIMARY KEY,
  time    INTEGER NOT NULL,
  action  INTEGER NOT NULL,           -- 1 new 2 update 3 delete 4 restore 5 add 6 remove 7 forget
  account INTEGER NOT NULL REFERENCES account,
  record  INTEGER REFERENCES record,  -- NULL after forget
  stream  INTEGER REFERENCES stream,  -- of add and remove
  version INTEGER REFERENCES version  -- of new, update, restore
);
CREATE INDEX change_of_record ON change(record) WHERE record IS NOT NULL;

-- Counters as of the last fetch of an earlier UTC day; today's are in version.raw.
CREATE TABLE sample(
  record   INTEGER NOT NULL REFERENCES record,
  day      INTEGER NOT NULL,          -- days since 1970, UTC
  counters TEXT NOT NULL,             -- JSON object of the volatile fields
  PRIMARY KEY(record, day)
) WITHOUT ROWID;

-- What the service reported about objects it would not return (errors beside data). A hint, not a proof.
CREATE TABLE notice(
  account  INTEGER NOT NULL REFERENCES account,
  resource TEXT NOT NULL,             -- the service's kind of object
  key      TEXT NOT NULL,
  problem  TEXT NOT NULL,
  raw      TEXT NOT NULL,
  seen     INTEGER NOT NULL,
  PRIMARY KEY(account, resource, key, problem)
) WITHOUT ROWID;

-- One row per walk of a stream (or lookup), for status and for the ledger.
CREATE TABLE run(
  id        INTEGER PRIMARY KEY,
  account   INTEGER NOT NULL REFERENCES account,
  stream    TEXT NOT NULL,            -- name or name/part
  began     INTEGER NOT NULL,
  ended     INTEGER,                  -- NULL: under way, or killed
  outcome   TEXT,                     -- 'done', or the kind of error
  message   TEXT,
  hint      TEXT,
  requests  INTEGER NOT NULL DEFAULT 0,
  resources INTEGER NOT NULL DEFAULT 0, -- elements of data
  included  INTEGER NOT NULL DEFAULT 0, -- objects beside them
  gross     INTEGER NOT NULL DEFAULT 0, -- their price
  cost      INTEGER NOT NULL DEFAULT 0, -- without those charged earlier that UTC day
  created   INTEGER NOT NULL DEFAULT 0,
  updated   INTEGER NOT NULL DEFAULT 0,
  deleted   INTEGER NOT NULL DEFAULT 0,
  restored  INTEGER NOT NULL DEFAULT 0,
  added     INTEGER NOT NULL DEFAULT 0,
  removed   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX run_newest ON run(account, stream, began);

-- Resources charged on the last day on which any was: a repeat within a UTC day is free.
CREATE TABLE charged(
  account  INTEGER NOT NULL,
  day      INTEGER NOT NULL,
  resource TEXT NOT NULL,
  key      TEXT NOT NULL,
  PRIMARY KEY(account, day, resource, key)
) WITHOUT ROWID;

-- Salted digests of forgotten records, so that they are not stored again.
CREATE TABLE forgotten(
  digest BLOB PRIMARY KEY
) WITHOUT ROWID;

-- Full-text index, rowid = record.sort. The text is segmented (docs/schema.md): folded, and with
-- spaces between the characters of scripts that are written without spaces.
CREATE VIRTUAL TABLE search USING fts5(
  text,
  columnsize = 0,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M* So Sk' tokenchars '‍'"
);
