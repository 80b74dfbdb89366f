#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

/// Returns an SQL expression, using only SQLite's built-in functions, that yields the JSON of a record with
/// the service's own names added for fields that exports name differently (connector::ExportNames). They are
/// added where an export has something that the service itself did not send; the JSON of a record that is in
/// no export is unchanged. The arguments are SQL expressions too.
struct OwnNamesArguments {
  std::string type, json, time, author;
};
[[nodiscard]] std::string own_names_sql(const connector::Registry& registry,
                                        const OwnNamesArguments& arguments);

/// Does the same for rows that were read.
class OwnNames {
 public:
  OwnNames(const Database& database, const connector::Registry& registry);
  /// Returns a view into `json`, or one valid until the next call. `time` is in milliseconds; `merged`: the
  /// JSON is merged from several shapes.
  std::string_view add(const connector::Type* type, std::string_view json, std::optional<std::int64_t> time,
                       std::string_view author, bool merged);

 private:
  const Database& database_;
  const connector::Registry& registry_;
  std::optional<Scan> scan_;
  std::string named_;
};

/// Returns the SQL of the view `records`.
[[nodiscard]] std::string records_view(const connector::Registry& registry);

}  // namespace locker::store
