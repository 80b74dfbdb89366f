#include "lib/store/exchange_tables.hpp"

namespace locker::store::exchanged {

using enum Spelling;

ExchangeKind changes() {
  return {"change",
          {{"seq", number},
           {"time", instant},
           {"action", name},
           {"account", name},
           {"type", name},
           {"id", text},
           {"stream", name},
           {"part", name},
           {"record", number},
           {"version", number}},
          "SELECT c.seq, c.time, CASE c.action WHEN 1 THEN 'new' WHEN 2 THEN 'update' WHEN 3 THEN 'delete'"
          " WHEN 4 THEN 'restore' WHEN 5 THEN 'add' WHEN 6 THEN 'remove' ELSE 'forget' END, a.name, t.name,"
          " r.key, s.name, s.part, c.record, c.version FROM change c JOIN account a ON a.id = c.account"
          " LEFT JOIN record r ON r.id = c.record LEFT JOIN type t ON t.id = r.type"
          " LEFT JOIN stream s ON s.id = c.stream ORDER BY c.seq",
          {"INSERT INTO change(seq, time, action, account, stream, record, version) VALUES (?1, ?2,"
           " CASE ?3 WHEN 'new' THEN 1 WHEN 'update' THEN 2 WHEN 'delete' THEN 3 WHEN 'restore' THEN 4"
           " WHEN 'add' THEN 5 WHEN 'remove' THEN 6 ELSE 7 END, (SELECT id FROM account WHERE name = ?4),"
           " (SELECT s.id FROM stream s JOIN account a ON a.id = s.account WHERE a.name = ?4 AND s.name = ?7"
           "  AND s.part = ?8), ?9, ?10)"}};
}

ExchangeKind notices() {
  return {"notice",
          {{"account", name},
           {"resource", text},
           {"key", text},
           {"problem", text},
           {"seen", instant},
           {"raw", json}},
          "SELECT a.name, n.resource, n.key, n.problem, n.seen, n.raw FROM notice n JOIN account a"
          " ON a.id = n.account ORDER BY n.account, n.resource, n.key, n.problem",
          {"INSERT INTO notice(account, resource, key, problem, seen, raw) VALUES"
           " ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5, ?6)"}};
}

ExchangeKind runs() {
  return {
      "run",
      {{"account", name},
       {"stream", name},
       {"began", instant},
       {"ended", instant},
       {"outcome", text},
       {"message", text},
       {"hint", text},
       {"requests", number},
       {"resources", number},
       {"included", number},
       {"gross", number},
       {"cost", number},
       {"created", number},
       {"updated", number},
       {"deleted", number},
       {"restored", number},
       {"added", number},
       {"removed", number},
       {"number", number}},
      "SELECT a.name, r.stream, r.began, r.ended, r.outcome, r.message, r.hint, r.requests, r.resources,"
      " r.included, r.gross, r.cost, r.created, r.updated, r.deleted, r.restored, r.added, r.removed, r.id"
      " FROM run r JOIN account a ON a.id = r.account ORDER BY r.id",
      {"INSERT INTO run(account, stream, began, ended, outcome, message, hint, requests, resources,"
       " included, gross, cost, created, updated, deleted, restored, added, removed, id) VALUES"
       " ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
       " ?14, ?15, ?16, ?17, ?18, ?19)"}};
}

ExchangeKind salt() {
  return {"salt",
          {{"salt", bytes}},
          "SELECT value FROM meta WHERE key = 'salt'",
          {"UPDATE meta SET value = ?1 WHERE key = 'salt'"}};
}

/// Exported so that forgotten records stay refused.
ExchangeKind forgotten() {
  return {"forgotten",
          {{"digest", bytes}},
          "SELECT digest FROM forgotten ORDER BY digest",
          {"INSERT INTO forgotten(digest) VALUES (?1)"}};
}

}  // namespace locker::store::exchanged
