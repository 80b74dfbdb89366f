#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::store {

/// One numbered change. Of what was forgotten only seq, time, action and account are left.
struct Change {
  std::int64_t seq = 0;
  Instant time;
  std::string action;  ///< new, update, delete, restore, add, remove, forget
  std::string account, type, id;
  std::string stream;  ///< of add and remove: `likes`, `list-members/12`
  std::int64_t record = 0;
  std::int64_t version = 0;  ///< of new, update, restore
};

struct HistoryFilter {
  std::optional<std::int64_t> record;
  std::optional<Instant> since;       ///< on the time of the change, inclusive
  std::vector<std::string> sources;   ///< account ids; empty: all
  std::vector<std::string> types;     ///< `status` or `status/twitter`; empty: all
  std::optional<std::int64_t> after;  ///< only greater numbers
  bool rising = false;                ///< oldest first
};

/// Calls back for each change until it returns false. Reads in short transactions.
void history(const Database& database, const HistoryFilter& filter,
             const std::function<bool(const Change&)>& take);

/// A field that differs between two versions; JSON text, absent where it has none.
struct FieldChange {
  std::string path;  ///< dotted
  std::optional<std::string> before, after;
};

/// What a change changed.
struct ChangeDetail {
  std::string source;                   ///< where the version came from
  std::string text_before, text_after;  ///< as a person reads them
  std::vector<FieldChange> fields;      ///< without volatile ones; text fields too
};

/// What an update changed against the version of its shape before it, or what a new record said.
[[nodiscard]] ChangeDetail detail(const Database& database, const connector::Registry& registry,
                                  const Change& change);

/// The greatest change number; 0 in an empty locker.
[[nodiscard]] std::int64_t last_change(const Database& database);

}  // namespace locker::store
