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

/// Which of a record's bytes are read: what nobody asks for costs nothing.
struct RowParts {
  bool json = true;
  bool raw = true;
  bool text = true;  ///< and name
  bool media = false;
};

/// What to look for. All that is set must hold.
struct QueryFilter {
  std::string match;                 ///< FTS5 expression of text::fts_query; empty: any text
  std::optional<Instant> since;      ///< own time, inclusive
  std::optional<Instant> until;      ///< own time, exclusive
  std::optional<Instant> as_of;      ///< the state as it was known then
  std::vector<std::string> sources;  ///< account ids; empty: all
  std::vector<std::string> types;    ///< `status` or `status/twitter`; empty: all
  std::vector<std::string> streams;  ///< `likes`, `list-members/12`; empty: all records
  bool has_media = false;            ///< only records of which a photo or film is kept
  /// Only these, in this order; with no stream and no text to find; alone with sources and types.
  std::optional<std::vector<std::int64_t>> records{};
  bool deleted = false;  ///< only deleted records (also those that left the streams), else only live ones
  RowParts parts{};
};

/// A record as it is shown. The views live until the next row.
struct QueryRow {
  std::string_view account, type, id;
  std::optional<Instant> time;
  std::string_view text;    ///< empty: none
  std::string_view name;    ///< handle or title; empty: none
  std::string_view author;  ///< handle where it is known, else the service's id; empty: not said
  bool deleted = false;
  std::string_view json;           ///< merged over its shapes; where asked for
  std::string_view raw;            ///< newest form of the highest-ranked shape; where asked for
  std::vector<ShownMedium> media;  ///< where asked for
  std::string_view member;         ///< what the service says of it as a member of the streams; with `json`
  std::int64_t record = 0;
  const connector::Type* facts = nullptr;  ///< of its type, where a connector states it

  /// Its web address, as far as its id tells it; empty where that does not.
  [[nodiscard]] std::string url() const;
};

/// Newest first, records without a time last; the members of a stream without times of its own in
/// the service's order. Calls back for each row until it returns false. Reads in short
/// transactions, none of which is open while it calls back: however slow the reader of a million
/// rows is, writers and checkpoints go on.
/// Throws Error{usage} for a search that FTS5 refuses.
void query(const Database& database, const connector::Registry& registry, const QueryFilter& filter,
           const std::function<bool(const QueryRow&)>& take);

/// Whether a type is one of those named by itself or by its first half; every type is where none is named.
[[nodiscard]] bool admits_type(const std::vector<std::string>& wanted, std::string_view type);

/// Every shape's newest form of a record, highest rank first.
[[nodiscard]] std::vector<std::string> newest_forms(const Database& database, std::int64_t record);

/// All accounts, and all streams (`name`, `name/part`) and types that hold anything: to check and
/// complete what a person names.
struct StoredAccount {
  std::string name, connector;
};
[[nodiscard]] std::vector<StoredAccount> stored_accounts(const Database& database);
[[nodiscard]] std::vector<std::string> stored_streams(const Database& database);
[[nodiscard]] std::vector<std::string> stored_types(const Database& database);

}  // namespace locker::store
