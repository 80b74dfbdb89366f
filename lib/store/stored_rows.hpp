#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/database.hpp"
#include "lib/store/query.hpp"
#include "lib/store/scan.hpp"

namespace locker::store {

/// A record as stored in the archive.
struct StoredRow {
  std::int64_t record = 0, sort = 0, account = 0, type = 0;
  std::optional<std::int64_t> time;  ///< milliseconds
  bool deleted = false;
  std::string_view key, author, text, name;
  std::string_view raw;  ///< of its head; empty if no requested part needs it
  std::string_view merged;
};

/// Returns a SELECT of the columns of a StoredRow, up to its FROM clause, for a record `r`; the caller
/// appends the condition. `before` is inserted before `record r` and includes its own join.
[[nodiscard]] std::string select_rows(const RowParts& parts, std::string_view before = {});

/// The number of rows in the first batch of a query: most queries need few. Each further batch has four times
/// as many, up to the greatest.
inline constexpr std::size_t kFirstBatchRows = 64, kLargestBatchRows = 4'096;

/// Rows read in one short transaction and copied into memory: nothing is held open while they are shown,
/// however slow their reader is.
class RowBatch {
 public:
  /// One of `beside` batches that exist at the same time.
  explicit RowBatch(const Database& database, std::size_t beside = 1);

  /// Returns true if there are enough rows for one transaction.
  [[nodiscard]] bool full() const { return bytes_.size() >= most_; }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  void clear();
  /// Call after the transaction: releases what a frugal database caches besides the rows.
  void rest() const;
  /// Adds the current row of a statement of select_rows().
  void add(const Scan& scan);
  /// Valid until the next clear() or add().
  [[nodiscard]] StoredRow operator[](std::size_t at) const;
  [[nodiscard]] std::int64_t sort(std::size_t at) const { return rows_[at].row.sort; }

 private:
  static constexpr std::size_t kTexts = 6;
  struct Kept {
    StoredRow row;
    std::size_t begin = 0;
    std::uint32_t length[kTexts] = {};
  };
  const Database& database_;
  const bool is_memory_limited_;
  const std::size_t most_;
  std::vector<Kept> rows_;
  std::string bytes_;
};

/// The state that a row must have; `any` if earlier states are looked up one by one.
enum class Life { any = -1, live = 0, deleted = 1 };

}  // namespace locker::store
