#include "lib/store/stream_views.hpp"

#include <algorithm>
#include <set>

namespace locker::store {
namespace {

/// Stream names come from our own tables: letters, digits and hyphens.
std::string view_of(const std::string& stream) {
  std::string name = stream;
  std::ranges::replace(name, '-', '_');
  return "\nCREATE VIEW \"" + name +
         "\" AS\n"
         "SELECT r.account, r.type, r.id, r.time, r.text, r.name, r.author, r.state, s.part AS part,\n"
         "  row_number() OVER (PARTITION BY s.id ORDER BY m.placed DESC, m.position, m.began) AS position,\n"
         "  m.detail, "
         "r.json\n"
         "FROM stream s\n"
         "JOIN membership m ON m.stream = s.id AND m.ended IS NULL\n"
         "JOIN records r ON r.record_id = m.record\n"
         "WHERE s.name = '" +
         stream + "'\nORDER BY s.id, m.placed DESC, m.position, m.began;\n";
}

}  // namespace

std::string stream_views(const connector::Registry& registry) {
  std::set<std::string> names;
  for (const connector::Connector* connector : registry.all())
    for (const auto& stream : connector->streams) names.insert(stream.name);
  std::string sql;
  for (const auto& name : names) sql += view_of(name);
  return sql;
}

}  // namespace locker::store
