#include "lib/store/exchange.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "lib/store/merged_json.hpp"

namespace locker::store {
namespace {

using enum Spelling;

ExchangeKind accounts() {
  return {"account",
          {{"account", name},
           {"connector", text},
           {"user", text},
           {"handle", text},
           {"created", instant},
           {"budget", number},
           {"dialect", text},
           {"number", number}},
          "SELECT name, connector, user_id, handle, created, budget, dialect, id FROM account ORDER BY id",
          {"INSERT INTO account(name, connector, user_id, handle, created, budget, dialect, id)"
           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"}};
}

ExchangeKind types() {
  return {"type",
          {{"type", name}, {"number", number}},
          "SELECT name, id FROM type ORDER BY id",
          {"INSERT INTO type(name, id) VALUES (?1, ?2)"}};
}

ExchangeKind shapes() {
  return {"shape",
          {{"type", name}, {"shape", name}, {"rank", number}, {"number", number}},
          "SELECT t.name, s.name, s.rank, s.id FROM shape s JOIN type t ON t.id = s.type ORDER BY s.id",
          {"INSERT INTO shape(type, name, rank, id) VALUES ((SELECT id FROM type WHERE name = ?1), ?2, ?3, "
           "?4)"}};
}

ExchangeKind streams() {
  return {
      "stream",
      {{"account", name},       {"stream", name},           {"part", name},
       {"mark", text},          {"complete_from", instant}, {"complete_to", instant},
       {"gap", text},           {"full_at", instant},       {"walk", number},
       {"settled", number},     {"mode", number},           {"since", text},
       {"token", text},         {"pending", text},          {"oldest", text},
       {"met", number},         {"broken", number},         {"deep_walk", number},
       {"deep_placed", number}, {"deep_position", number},  {"number", number},
       {"news", text},          {"archive", instant}},
      "SELECT a.name, s.name, s.part, s.mark, s.complete_from, s.complete_to, s.gap, s.full_at, s.walk,"
      " s.settled, s.mode, s.since, s.token, s.pending, s.oldest, s.met, s.broken, s.deep_walk,"
      " s.deep_placed, s.deep_position, s.id, s.news, s.archive FROM stream s"
      " JOIN account a ON a.id = s.account ORDER BY s.id",
      {"INSERT INTO stream(account, name, part, mark, complete_from, complete_to, gap, full_at, walk,"
       " settled, mode, since, token, pending, oldest, met, broken, deep_walk, deep_placed, deep_position,"
       " id, news, archive) VALUES ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
       " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)"}};
}

constexpr auto kSelectRecords = statement_of(
    "SELECT a.name, t.name, r.key, r.time, iif(f.id, f.text, h.text), iif(f.id, f.name, h.name), r.author,"
    " r.author, r.state, ",
    kMergedJson,
    ", h.raw, r.id, r.sort, r.head, r.face, s.name, h.source, h.seq, h.ord,"
    " h.observed, h.looked, h.newest, h.sha256, iif(f.id, h.text, NULL), iif(f.id, h.name, NULL),"
    " h.dropped, r.joined, r.account"
    " FROM record r CROSS JOIN account a ON a.id = r.account CROSS JOIN type t ON t.id = r.type"
    " CROSS JOIN version h ON h.id = r.head CROSS JOIN shape s ON s.id = h.shape"
    " LEFT JOIN version f ON f.id = r.face AND r.face <> r.head ORDER BY r.id");

constexpr char kVersionColumns[] =
    "INSERT INTO version(told, text_from, text_size, id, record, shape, seq, ord, observed, looked, source,"
    " newest, raw, sha256, name, dropped)";

/// Its first three columns, from `shown` and parameter 11: kept_text.cpp has the same rule.
constexpr char kPlaceOfText[] = " SELECT iif(place, NULL, shown), place, iif(place, length(bytes), NULL), ";
constexpr char kFindText[] =
    " FROM (SELECT shown, bytes, iif(length(bytes) >= 16, nullif(instr(CAST(?11 AS BLOB), bytes), 0), NULL) "
    "AS place FROM (SELECT shown, CAST(shown AS BLOB) AS bytes FROM (SELECT ";

constexpr auto kPutHead = statement_of(kVersionColumns, kPlaceOfText,
                                       "?14, ?12, (SELECT s.id FROM shape s JOIN type t ON t.id = s.type "
                                       "WHERE t.name = ?2 AND s.name = ?16), ?18,"
                                       " ?19, ?20, ?21, ?17, ?22, ?11, ?23, iif(?14 = ?15, ?6, ?25), ?26",
                                       kFindText, "iif(?14 = ?15, ?5, ?24) AS shown)))");

constexpr auto kPutVersion = statement_of(kVersionColumns, kPlaceOfText,
                                          "?13, ?12, (SELECT s.id FROM shape s JOIN type t ON t.id = s.type "
                                          "WHERE t.name = ?2 AND s.name = ?4), ?14,"
                                          " ?15, ?6, ?7, ?5, ?8, ?11, ?16, ?10, ?17",
                                          kFindText, "?9 AS shown)))");

/// A record with the version that `--raw` shows: one line a record, where nothing ever changed.
ExchangeKind records() {
  return {
      "record",
      {{"account", name},   {"type", name},      {"id", text},       {"time", instant},
       {"text", text},      {"name", text},      {"author", handle}, {"author_id", text},
       {"deleted", truth},  {"merged", json},    {"raw", json},      {"record", number},
       {"sort", number},    {"version", number}, {"face", number},   {"shape", name},
       {"source", name},    {"seq", number},     {"order", number},  {"observed", instant},
       {"looked", instant}, {"newest", truth},   {"sha256", bytes},  {"own_text", text},
       {"own_name", text},  {"dropped", json},   {"joined", number}},
      kSelectRecords.data(),
      {"INSERT INTO record(account, type, key, time, author, state, merged, id, sort, head, face, joined)"
       " VALUES ((SELECT id FROM account WHERE name = ?1), (SELECT id FROM type WHERE name = ?2), ?3, ?4, ?8,"
       " ?9, iif(?27, NULL, ?10), ?12, ?13, ?14, ?15, ?27)",
       kPutHead.data()}};
}

/// The versions beside it.
ExchangeKind versions() {
  return {"version",
          {{"account", name},
           {"type", name},
           {"id", text},
           {"shape", name},
           {"source", name},
           {"observed", instant},
           {"looked", instant},
           {"newest", truth},
           {"text", text},
           {"name", text},
           {"raw", json},
           {"record", number},
           {"version", number},
           {"seq", number},
           {"order", number},
           {"sha256", bytes},
           {"dropped", json}},
          "SELECT a.name, t.name, r.key, s.name, v.source, v.observed, v.looked, v.newest, v.text, v.name,"
          " plain(v.raw, v.dictionary), v.record, v.id, v.seq, v.ord, v.sha256, v.dropped FROM version v "
          "JOIN record r"
          " ON r.id = v.record JOIN account a ON a.id = r.account JOIN type t ON t.id = r.type"
          " JOIN shape s ON s.id = v.shape WHERE r.head <> v.id ORDER BY v.id",
          {kPutVersion.data()}};
}

ExchangeKind parts() {
  return {"part",
          {{"version", number}, {"part", name}, {"key", text}, {"raw", json}, {"sha256", bytes}},
          "SELECT version, kind, key, raw, sha256 FROM part ORDER BY version, kind, key",
          {"INSERT INTO part(version, kind, key, raw, sha256) VALUES (?1, ?2, ?3, ?4, ?5)"}};
}

ExchangeKind aliases() {
  return {"alias",
          {{"account", name}, {"type", name}, {"alias", text}, {"record", number}},
          "SELECT a.name, t.name, l.key, l.record FROM alias l JOIN account a ON a.id = l.account"
          " JOIN type t ON t.id = l.type ORDER BY l.account, l.type, l.key",
          {"INSERT INTO alias(account, type, key, record) VALUES ((SELECT id FROM account WHERE name = ?1),"
           " (SELECT id FROM type WHERE name = ?2), ?3, ?4)"}};
}

ExchangeKind replies() {
  return {"reply",
          {{"record", number}, {"answers", text}, {"conversation", text}},
          "SELECT record, target, conversation FROM reply ORDER BY record",
          {"INSERT INTO reply(record, target, conversation) VALUES (?1, ?2, ?3)"}};
}

ExchangeKind people() {
  return {"named",
          {{"account", name}, {"person", text}, {"handle", text}, {"name", text}, {"seen", instant}},
          "SELECT a.name, n.person, n.handle, n.name, n.seen FROM named n JOIN account a ON a.id = n.account"
          " ORDER BY n.account, n.person",
          {"INSERT INTO named(account, person, handle, name, seen) VALUES"
           " ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5)"}};
}

ExchangeKind memberships() {
  return {"membership",
          {{"account", name},
           {"stream", name},
           {"part", name},
           {"type", name},
           {"id", text},
           {"began", number},
           {"ended", number},
           {"record", number},
           {"first_walk", number},
           {"placed", number},
           {"position", number},
           {"detail", json}},
          "SELECT a.name, s.name, s.part, t.name, r.key, m.began, m.ended, m.record, m.first_walk,"
          " m.placed, m.position, m.detail FROM membership m JOIN stream s ON s.id = m.stream"
          " JOIN account a ON a.id = s.account JOIN record r ON r.id = m.record JOIN type t ON t.id = r.type"
          " ORDER BY m.stream, m.record, m.began",
          {"INSERT INTO membership(stream, began, ended, record, first_walk, placed, position, detail)"
           " VALUES ((SELECT s.id FROM stream s JOIN account a ON a.id = s.account WHERE a.name = ?1"
           " AND s.name = ?2 AND s.part = ?3), ?6, ?7, ?8, ?9, ?10, ?11, ?12)"}};
}

/// What walks met: one that was cut goes on.
ExchangeKind met() {
  return {
      "met",
      {{"account", name},
       {"stream", name},
       {"part", name},
       {"first", number},
       {"walk", number},
       {"records", text}},
      "SELECT a.name, s.name, s.part, m.first, m.walk, m.records FROM met m JOIN stream s ON s.id = m.stream"
      " JOIN account a ON a.id = s.account ORDER BY m.stream, m.first",
      {"INSERT INTO met(stream, first, walk, records)"
       " VALUES ((SELECT s.id FROM stream s JOIN account a ON a.id = s.account WHERE a.name = ?1"
       " AND s.name = ?2 AND s.part = ?3), ?4, ?5, ?6)"}};
}

/// What was read of services' own archives: the same is read once.
ExchangeKind imports() {
  return {"import",
          {{"account", name},
           {"archive", instant},
           {"member", text},
           {"stream", name},
           {"content", text},
           {"elements", number},
           {"done", truth},
           {"newest", text},
           {"oldest", instant},
           {"walk", number},
           {"placed", number},
           {"position", number}},
          "SELECT a.name, i.archive, i.member, i.stream, i.content, i.elements, i.done, i.newest, i.oldest,"
          " i.walk, i.placed, i.position FROM import i JOIN account a ON a.id = i.account"
          " ORDER BY i.account, i.archive, i.member",
          {"INSERT INTO import(account, archive, member, stream, content, elements, done, newest, oldest,"
           " walk, placed, position) VALUES ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5, ?6,"
           " ?7, ?8, ?9, ?10, ?11, ?12)"}};
}

/// Long texts whose post may still come.
ExchangeKind unjoined() {
  return {"unjoined",
          {{"record", number}},
          "SELECT record FROM unjoined ORDER BY record",
          {"INSERT INTO unjoined(record) VALUES (?1)"}};
}

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

ExchangeKind samples() {
  return {"counters",
          {{"record", number}, {"day", number}, {"counters", json}},
          "SELECT record, day, counters FROM sample ORDER BY record, day",
          {"INSERT INTO sample(record, day, counters) VALUES (?1, ?2, ?3)"}};
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

ExchangeKind files() {
  return {"file",
          {{"account", name}, {"path", text}, {"size", number}, {"sha256", bytes}, {"number", number}},
          "SELECT a.name, f.path, f.size, f.sha256, f.id FROM file f JOIN account a ON a.id = f.account"
          " ORDER BY f.id",
          {"INSERT INTO file(account, path, size, sha256, id) VALUES"
           " ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5)"}};
}

ExchangeKind media() {
  return {"media",
          {{"account", name},
           {"type", name},
           {"id", text},
           {"key", text},
           {"place", number},
           {"kind_of", name},
           {"url", text},
           {"alt", text},
           {"source", name},
           {"problem", text},
           {"looked", instant},
           {"record", number},
           {"file", number}},
          "SELECT a.name, t.name, r.key, m.key, m.place, m.kind, m.url, m.alt, m.source, m.problem, m.looked,"
          " m.record, m.file FROM media m JOIN record r ON r.id = m.record JOIN account a ON a.id = r.account"
          " JOIN type t ON t.id = r.type ORDER BY m.record, m.key",
          {"INSERT INTO media(record, key, place, kind, url, alt, source, problem, looked, file) VALUES"
           " (?12, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?13)"}};
}

/// So that what was forgotten stays refused.
ExchangeKind forgotten() {
  return {"forgotten",
          {{"digest", bytes}},
          "SELECT digest FROM forgotten ORDER BY digest",
          {"INSERT INTO forgotten(digest) VALUES (?1)"}};
}

ExchangeKind salt() {
  return {"salt",
          {{"salt", bytes}},
          "SELECT value FROM meta WHERE key = 'salt'",
          {"UPDATE meta SET value = ?1 WHERE key = 'salt'"}};
}

}  // namespace

const std::vector<ExchangeKind>& exchange_kinds() {
  static const std::vector<ExchangeKind> kKinds{
      accounts(), types(),  shapes(),  streams(),     records(), versions(), parts(),    aliases(),
      replies(),  people(), changes(), memberships(), met(),     imports(),  unjoined(), samples(),
      notices(),  runs(),   files(),   media(),       salt(),    forgotten()};
  return kKinds;
}

void export_rows(const Database& database,
                 const std::function<void(const ExchangeKind& kind, const Scan& row)>& take) {
  const SQLite::Transaction one_moment(database.sqlite());
  for (const auto& kind : exchange_kinds())
    for (Scan rows(database.sqlite(), kind.select); rows.step();) take(kind, rows);
}

}  // namespace locker::store
