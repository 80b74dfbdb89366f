#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

/// The names that `registry` states for what exports call otherwise (connector::ExportNames), as SQL of
/// SQLite's own functions: an expression that is the JSON of a record with these names added where an export
/// tells something that the service itself does not, and unchanged where no export tells of it. The arguments
/// are expressions too.
struct OwnNamesArguments {
  std::string type, json, time, author;
};
[[nodiscard]] std::string own_names_sql(const connector::Registry& registry,
                                        const OwnNamesArguments& arguments);

/// The same for rows that were read.
class OwnNames {
 public:
  OwnNames(const Database& database, const connector::Registry& registry);
  /// Lent from `json`, or until the next call. `time` in milliseconds. `merged`: of several shapes.
  std::string_view add(const connector::Type* type, std::string_view json, std::optional<std::int64_t> time,
                       std::string_view author, bool merged);

 private:
  const Database& database_;
  const connector::Registry& registry_;
  std::optional<Scan> scan_;
  std::string named_;
};

/// SQL of the view `records`.
[[nodiscard]] std::string records_view(const connector::Registry& registry);

}  // namespace locker::store
