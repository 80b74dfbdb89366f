#include "lib/store/stream_views.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace locker::store {
namespace {

/// Returns the columns with what the service reports about the memberships.
std::string member_columns(const std::set<std::string>& fields) {
  std::string columns;
  for (const auto& field : fields) columns += ",\n  json_extract(m.detail, '$." + field + "') AS " + field;
  return columns;
}

/// Positions are computed before records are joined: otherwise SQLite would compute each column of each
/// member, whatever is selected. Names of streams and fields come from our own tables: letters, digits,
/// hyphens and underscores.
std::string view_of(const std::string& stream, const std::set<std::string>& fields) {
  std::string name = stream;
  std::ranges::replace(name, '-', '_');
  return "\nCREATE VIEW \"" + name +
         "\" AS\n"
         "SELECT r.account, r.type, r.id, r.time, r.text, r.name, r.author, r.author_handle, r.state, "
         "m.part,\n"
         "  m.place AS position, m.detail, r.json" +
         member_columns(fields) +
         "\nFROM (SELECT s.id AS stream, s.part AS part, m.record AS record, m.detail AS detail,\n"
         "  row_number() OVER (PARTITION BY s.id ORDER BY m.placed DESC, m.position, m.began) AS place\n"
         "  FROM stream s JOIN membership m ON m.stream = s.id AND m.ended IS NULL\n"
         "  WHERE s.name = '" +
         stream +
         "') m\n"
         "JOIN records r ON r.record_id = m.record\n"
         "ORDER BY m.stream, m.place;\n";
}

}  // namespace

std::string stream_views(const connector::Registry& registry) {
  std::map<std::string, std::set<std::string>> streams;
  for (const connector::Descriptor* connector : registry.all())
    for (const auto& stream : connector->streams)
      streams[stream.name].insert(stream.member_fields.begin(), stream.member_fields.end());
  std::string sql;
  for (const auto& [name, fields] : streams) sql += view_of(name, fields);
  return sql;
}

}  // namespace locker::store
