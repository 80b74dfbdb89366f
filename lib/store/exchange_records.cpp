#include "lib/store/exchange_tables.hpp"
#include "lib/store/merged_json.hpp"

namespace locker::store::exchanged {

using enum Spelling;

namespace {

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

/// Computes the first three columns from `shown` and parameter 11: stored_text.cpp has the same rule.
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

}  // namespace

/// A record with the version that `--raw` shows: one line per record if nothing ever changed.
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

/// The versions other than the one in the record's line.
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

/// Long texts whose post may still arrive.
ExchangeKind unjoined() {
  return {"unjoined",
          {{"record", number}},
          "SELECT record FROM unjoined ORDER BY record",
          {"INSERT INTO unjoined(record) VALUES (?1)"}};
}

ExchangeKind samples() {
  return {"counters",
          {{"record", number}, {"day", number}, {"counters", json}},
          "SELECT record, day, counters FROM sample ORDER BY record, day",
          {"INSERT INTO sample(record, day, counters) VALUES (?1, ?2, ?3)"}};
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

ExchangeKind files() {
  return {"file",
          {{"account", name}, {"path", text}, {"size", number}, {"sha256", bytes}, {"number", number}},
          "SELECT a.name, f.path, f.size, f.sha256, f.id FROM file f JOIN account a ON a.id = f.account"
          " ORDER BY f.id",
          {"INSERT INTO file(account, path, size, sha256, id) VALUES"
           " ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5)"}};
}

}  // namespace locker::store::exchanged
