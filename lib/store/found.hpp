#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/store/reference.hpp"

namespace SQLite {
class Database;
}

/// Records by what may name them.
namespace locker::store {

/// What is said of a record; empty: anything.
struct Wanted {
  std::string account, type, id;
};

/// Records with that id, or one of its later ones or addresses.
[[nodiscard]] std::vector<Resolved> find(SQLite::Database& database, const Wanted& wanted);
/// Records with a further id or an address that differs from this in capitals alone. Reads all of them.
[[nodiscard]] std::vector<Resolved> find_in_any_case(SQLite::Database& database, const std::string& name);
/// Records whose id is a hash of which that is the beginning, 7 digits at least and not decimal ones alone.
[[nodiscard]] std::vector<Resolved> find_abbreviated(SQLite::Database& database, const Wanted& wanted);
/// Records of that type that are shown by that name, in whichever capitals. Reads all of the type.
[[nodiscard]] std::vector<Resolved> find_called(SQLite::Database& database, const std::string& type,
                                                const std::string& name);
/// All that finds the record, beside its id.
[[nodiscard]] std::vector<std::string> further_names(SQLite::Database& database, std::int64_t record);

/// Those of `more` that are not in `all` yet are added.
void add_new(std::vector<Resolved> more, std::vector<Resolved>& all);

}  // namespace locker::store
