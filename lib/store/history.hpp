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

/// One numbered change. For a forgotten record, only seq, time, action and account are left.
struct Change {
  std::int64_t seq = 0;  ///< 0: none, for a `version` that changed nothing
  Instant time;          ///< of the change; for a `version`, when its content was observed
  std::string action;    ///< new, update, delete, restore, add, remove, forget; version
  std::string account, type, id;
  std::string stream;  ///< for add and remove: `likes`, `list-members/12`
  std::int64_t record = 0;
  std::int64_t version = 0;  ///< for new, update, restore, version
};

struct HistoryFilter {
  std::optional<std::int64_t> record;
  std::vector<std::int64_t> records{};  ///< all of these, instead of `record`
  std::optional<Instant> since;         ///< lower bound of the change's time, inclusive
  std::vector<std::string> sources;     ///< account ids; empty: all
  std::vector<std::string> types;       ///< `status` or `status/twitter`; empty: all
  std::optional<std::int64_t> after;    ///< only changes with a greater seq
  bool rising = false;                  ///< oldest first
};

/// Calls back for each change until the callback returns false. Reads in short transactions, none of which is
/// open during a callback. The complete history of one record also contains, in their places, the versions
/// that arrived too late to change anything: from an older archive, or of an edit that a later one had
/// already superseded. A later observation of an edit that was already known is at its time.
void history(const Database& database, const HistoryFilter& filter,
             const std::function<bool(const Change&)>& take);

/// A field that differs between two versions: JSON text, absent if the version does not have the field.
struct FieldChange {
  std::string path;  ///< dotted; for an object sent beside the record: `KIND KEY`, then dotted
  std::optional<std::string> before, after;
};

/// The details of a change.
struct ChangeDetail {
  std::string source;                   ///< where the version came from
  std::string text_before, text_after;  ///< as displayed
  std::vector<FieldChange> fields;      ///< without volatile fields; includes text fields
};

/// Returns how an update, or a later observation of an edit, differs from the version before it (of its own
/// shape if there is one), or the content of a new record.
[[nodiscard]] ChangeDetail detail(const Database& database, const connector::Registry& registry,
                                  const Change& change);

/// Returns the object of a change as the service sent it: the change's own version, else the record's newest
/// form. Absent for a forgotten record.
[[nodiscard]] std::optional<std::string> bytes_of(const Database& database, const Change& change);

/// Returns the number of the change that made a record what it is now; absent: there is no such record.
[[nodiscard]] std::optional<std::int64_t> change_behind(const Database& database, std::string_view account,
                                                        std::string_view type, std::string_view id);

/// Returns the greatest change number; 0 in an empty locker.
[[nodiscard]] std::int64_t last_change(const Database& database);

}  // namespace locker::store
