-- What people read (docs/schema.md). SQLite's own functions only, so that any client can.
-- Replaced whenever the program's differ from those in the file: views hold no data.

-- The view `records` is made by lib/store/own_names.cpp.

CREATE VIEW versions AS
SELECT a.name AS account, t.name AS type, r.key AS id, s.name AS shape, v.source AS source,
  strftime('%Y-%m-%dT%H:%M:%SZ', v.observed / 1000, 'unixepoch') AS observed,
  strftime('%Y-%m-%dT%H:%M:%SZ', v.looked / 1000, 'unixepoch') AS looked,
  v.newest AS newest, v.text AS text, v.name AS name, CASE WHEN v.dictionary IS NULL THEN v.raw END AS raw, v.seq AS seq
FROM version v
JOIN record r ON r.id = v.record
JOIN shape s ON s.id = v.shape
JOIN account a ON a.id = r.account
JOIN type t ON t.id = r.type;

CREATE VIEW memberships AS
SELECT a.name AS account, s.name AS stream, s.part AS part, t.name AS type, r.key AS id,
  m.began AS began, m.ended AS ended, m.detail AS detail,
  CASE WHEN m.ended IS NULL THEN
    row_number() OVER (PARTITION BY s.id, m.ended IS NULL ORDER BY m.placed DESC, m.position, m.began)
  END AS position
FROM membership m
JOIN stream s ON s.id = m.stream
JOIN account a ON a.id = s.account
JOIN record r ON r.id = m.record
JOIN type t ON t.id = r.type;

CREATE VIEW parts AS
SELECT a.name AS account, t.name AS type, r.key AS id, p.kind AS kind, p.key AS key, p.raw AS raw
FROM part p
JOIN version v ON v.id = p.version AND v.newest = 1
JOIN record r ON r.id = v.record
JOIN account a ON a.id = r.account
JOIN type t ON t.id = r.type;

CREATE VIEW changes AS
SELECT c.seq AS seq,
  strftime('%Y-%m-%dT%H:%M:%S', c.time / 1000, 'unixepoch')
    || CASE WHEN c.time % 1000 THEN printf('.%03d', c.time % 1000) ELSE '' END || 'Z' AS time,
  CASE c.action WHEN 1 THEN 'new' WHEN 2 THEN 'update' WHEN 3 THEN 'delete' WHEN 4 THEN 'restore'
    WHEN 5 THEN 'add' WHEN 6 THEN 'remove' ELSE 'forget' END AS action,
  a.name AS account, t.name AS type, r.key AS id,
  CASE WHEN s.part = '' THEN s.name ELSE s.name || '/' || s.part END AS stream
FROM change c
JOIN account a ON a.id = c.account
LEFT JOIN record r ON r.id = c.record
LEFT JOIN type t ON t.id = r.type
LEFT JOIN stream s ON s.id = c.stream;

CREATE VIEW streams AS
SELECT a.name AS account, s.name AS stream, s.part AS part,
  (SELECT count(*) FROM membership m WHERE m.stream = s.id AND m.ended IS NULL) AS members,
  s.mark AS mark,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.complete_from / 1000, 'unixepoch') AS complete_from,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.complete_to / 1000, 'unixepoch') AS complete_to,
  s.gap AS gap,
  strftime('%Y-%m-%dT%H:%M:%SZ', s.full_at / 1000, 'unixepoch') AS full_at
FROM stream s
JOIN account a ON a.id = s.account;

CREATE VIEW runs AS
SELECT a.name AS account, r.stream AS stream,
  strftime('%Y-%m-%dT%H:%M:%SZ', r.began / 1000, 'unixepoch') AS began,
  strftime('%Y-%m-%dT%H:%M:%SZ', r.ended / 1000, 'unixepoch') AS ended,
  coalesce(r.outcome, 'interrupted') AS outcome, r.message AS message,
  r.requests AS requests, r.resources AS resources, r.included AS included,
  r.gross / 1000000.0 AS gross, r.cost / 1000000.0 AS cost,
  r.created AS created, r.updated AS updated, r.deleted AS deleted, r.restored AS restored,
  r.added AS added, r.removed AS removed
FROM run r
JOIN account a ON a.id = r.account;

CREATE VIEW metrics AS
SELECT a.name AS account, t.name AS type, r.key AS id, date(s.day * 86400, 'unixepoch') AS day,
  s.counters AS counters
FROM sample s
JOIN record r ON r.id = s.record
JOIN account a ON a.id = r.account
JOIN type t ON t.id = r.type;

CREATE VIEW media_files AS
SELECT a.name AS account, t.name AS type, r.key AS id, m.place AS place, m.kind AS kind,
  f.path AS path, f.size AS size, lower(hex(f.sha256)) AS sha256, m.alt AS alt, m.url AS url,
  m.source AS source, m.problem AS problem
FROM media m
JOIN record r ON r.id = m.record
JOIN account a ON a.id = r.account
JOIN type t ON t.id = r.type
LEFT JOIN file f ON f.id = m.file;

CREATE VIEW replies AS
SELECT a.name AS account, t.name AS type, r.key AS id, p.target AS answers, p.conversation AS conversation
FROM reply p
JOIN record r ON r.id = p.record
JOIN account a ON a.id = r.account
JOIN type t ON t.id = r.type;

-- What the full-text index reads back: `search` cannot be without it.
CREATE VIEW search_text AS
SELECT r.sort AS sort, coalesce(e.text, f.name || char(10) || f.text, f.name, f.text) AS text
FROM record r JOIN version f ON f.id = r.face LEFT JOIN entry e ON e.record = r.id
WHERE f.name IS NOT NULL OR f.text IS NOT NULL;
