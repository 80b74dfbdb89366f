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
  std::int64_t seq = 0;  ///< 0: none, for a `version` that changed nothing
  Instant time;          ///< of the change; of a `version`, when its content was observed
  std::string action;    ///< new, update, delete, restore, add, remove, forget; version
  std::string account, type, id;
  std::string stream;  ///< of add and remove: `likes`, `list-members/12`
  std::int64_t record = 0;
  std::int64_t version = 0;  ///< of new, update, restore, version
};

struct HistoryFilter {
  std::optional<std::int64_t> record;
  std::vector<std::int64_t> records{};  ///< of these together, in place of one
  std::optional<Instant> since;         ///< on the time of the change, inclusive
  std::vector<std::string> sources;     ///< account ids; empty: all
  std::vector<std::string> types;       ///< `status` or `status/twitter`; empty: all
  std::optional<std::int64_t> after;    ///< only greater numbers
  bool rising = false;                  ///< oldest first
};

/// Calls back for each change until it returns false. Reads in short transactions, none of which is
/// open while it calls back. The whole history of one record also has, at their places, the versions
/// that came too late to change anything: of an older archive, or of an edit that a later one had
/// overtaken.
void history(const Database& database, const HistoryFilter& filter,
             const std::function<bool(const Change&)>& take);

/// A field that differs between two versions; JSON text, absent where it has none.
struct FieldChange {
  std::string path;  ///< dotted; of an object beside the record `KIND KEY`, then dotted
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

/// The object that a change is about, as it was sent: the change's own version, else the record's newest
/// form. Absent for what was forgotten.
[[nodiscard]] std::optional<std::string> bytes_of(const Database& database, const Change& change);

/// The number of the change that made a record what it is now; absent: there is no such record.
[[nodiscard]] std::optional<std::int64_t> change_behind(const Database& database, std::string_view account,
                                                        std::string_view type, std::string_view id);

/// The greatest change number; 0 in an empty locker.
[[nodiscard]] std::int64_t last_change(const Database& database);

}  // namespace locker::store
