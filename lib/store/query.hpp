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
#include "lib/store/media_rows.hpp"

namespace locker::store {

/// Which of a record's bytes to read: what is not requested costs nothing.
struct RowParts {
  bool json = true;
  bool raw = true;
  bool text = true;  ///< text and name
  bool media = false;
};

/// What to search for. All conditions that are set must hold.
struct QueryFilter {
  std::string match;                 ///< FTS5 expression of text::fts_query; empty: any text
  std::optional<Instant> since;      ///< lower bound of the record's own time, inclusive
  std::optional<Instant> until;      ///< upper bound of the record's own time, exclusive
  std::optional<Instant> as_of;      ///< query the state as it was known then
  std::vector<std::string> sources;  ///< account ids; empty: all
  std::vector<std::string> types;    ///< `status` or `status/twitter`; empty: all
  std::vector<std::string> streams;  ///< `likes`, `list-members/12`; empty: all records
  bool has_media = false;            ///< only records with a stored photo or video
  /// Only these records, in this order; cannot be combined with a stream or a text to match, only with
  /// sources and types.
  std::optional<std::vector<std::int64_t>> records{};
  bool deleted = false;  ///< only deleted records (and those that left the streams) instead of only live ones
  RowParts parts{};
};

/// A record as displayed. The views are valid until the next row.
struct QueryRow {
  std::string_view account, type, id;
  std::optional<Instant> time;
  std::string_view text;    ///< empty: none
  std::string_view name;    ///< handle or title; empty: none
  std::string_view author;  ///< handle if it is known, else the service's id; empty: not reported
  bool deleted = false;
  std::string_view json;           ///< merged over its shapes; if requested
  std::string_view raw;            ///< newest form of the highest-ranked shape; if requested
  std::vector<ShownMedium> media;  ///< if requested
  std::string_view member;  ///< what the service reports about its membership in the streams; with `json`
  std::int64_t record = 0;
  const connector::Type* facts = nullptr;  ///< of its type, if a connector declares it

  /// Returns its web address if it can be derived from the id; else empty.
  [[nodiscard]] std::string url() const;
};

/// Runs a query: newest first, records without a time last; members of a stream without times of its own in
/// the service's order. Calls back for each row until the callback returns false. Reads in short
/// transactions, none of which is open during a callback, so a slow reader of a million rows does not block
/// writers or checkpoints.
/// Throws Error{usage} for a search that FTS5 rejects.
void query(const Database& database, const connector::Registry& registry, const QueryFilter& filter,
           const std::function<bool(const QueryRow&)>& take);

/// Returns whether `wanted` contains the type, by its full name or by its first half; an empty `wanted`
/// admits every type.
[[nodiscard]] bool admits_type(const std::vector<std::string>& wanted, std::string_view type);

/// Returns every shape's newest form of a record, highest rank first.
[[nodiscard]] std::vector<std::string> newest_forms(const Database& database, std::int64_t record);

/// All accounts, streams (`name`, `name/part`) and types in the database: to validate and complete names that
/// the user enters.
struct StoredAccount {
  std::string name, connector;
};
[[nodiscard]] std::vector<StoredAccount> stored_accounts(const Database& database);
[[nodiscard]] std::vector<std::string> stored_streams(const Database& database);
[[nodiscard]] std::vector<std::string> stored_types(const Database& database);

}  // namespace locker::store
