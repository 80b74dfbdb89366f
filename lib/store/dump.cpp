#include "lib/store/dump.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "lib/store/merged_json.hpp"

namespace locker::store {
namespace {

constexpr auto kRecords = statement_of(
    "SELECT json_object('record', a.name || ':' || t.name || ' ' || r.key, 'time', r.time, 'state', r.state,"
    " 'author', r.author, 'merged', ",
    kMergedJson,
    ", 'text', f.text, 'name', f.name,"
    " 'aliases', (SELECT json_group_array(key) FROM (SELECT key FROM alias WHERE record = r.id ORDER BY "
    "key)))"
    " FROM record r JOIN account a ON a.id = r.account JOIN type t ON t.id = r.type"
    " JOIN version f ON f.id = r.face ORDER BY a.name, t.name, r.key");

/// Every statement returns one column of JSON text, in an order that depends on content alone.
constexpr const char* kSections[] = {
    "SELECT json_object('account', name, 'connector', connector, 'user', user_id, 'handle', handle)"
    " FROM account ORDER BY name",

    kRecords.data(),

    "SELECT json_object('version', a.name || ':' || t.name || ' ' || r.key, 'shape', s.name, 'order', v.ord,"
    " 'source', v.source, 'newest', v.newest, 'raw', plain(v.raw, v.dictionary), 'text', v.text, 'name', "
    "v.name, 'dropped', "
    "v.dropped,"
    " 'parts', (SELECT json_group_array(json_array(kind, key, raw))"
    "           FROM (SELECT * FROM part WHERE version = v.id ORDER BY kind, key)))"
    " FROM version v JOIN record r ON r.id = v.record JOIN account a ON a.id = r.account"
    " JOIN type t ON t.id = r.type JOIN shape s ON s.id = v.shape"
    " ORDER BY a.name, t.name, r.key, s.name, v.ord, v.id",

    "SELECT json_object('mark', a.name || ':' || s.name || '/' || s.part, 'value', s.mark)"
    " FROM stream s JOIN account a ON a.id = s.account WHERE s.mark IS NOT NULL"
    " ORDER BY a.name, s.name, s.part",

    "SELECT json_object('member', a.name || ':' || s.name || '/' || s.part, 'record', t.name || ' ' || r.key,"
    " 'ended', m.ended IS NOT NULL, 'position', CASE WHEN m.ended IS NULL THEN"
    " row_number() OVER (PARTITION BY s.id, m.ended IS NULL ORDER BY m.placed DESC, m.position, m.began) END)"
    " FROM membership m JOIN stream s ON s.id = m.stream JOIN account a ON a.id = s.account"
    " JOIN record r ON r.id = m.record JOIN type t ON t.id = r.type"
    " ORDER BY a.name, s.name, s.part, t.name, r.key, m.began",

    "SELECT json_object('change', a.name, 'action', c.action, 'record', t.name || ' ' || r.key,"
    " 'stream', s.name || '/' || s.part) FROM change c JOIN account a ON a.id = c.account"
    " LEFT JOIN record r ON r.id = c.record LEFT JOIN type t ON t.id = r.type"
    " LEFT JOIN stream s ON s.id = c.stream ORDER BY a.name, c.seq",
};

}  // namespace

void dump(const Database& database, const std::function<void(std::string_view line)>& write) {
  for (const char* section : kSections) {
    SQLite::Statement rows(database.sqlite(), section);
    while (rows.executeStep()) {
      const SQLite::Column line = rows.getColumn(0);
      write({line.getText(""), static_cast<std::size_t>(line.getBytes())});
    }
  }
}

}  // namespace locker::store
