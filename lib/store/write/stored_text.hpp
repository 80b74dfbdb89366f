#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace locker::store {

/// How a version stores the text that it shows (schema_4.sql): as a position in its raw bytes if these
/// contain it as shown, else in a column of its own.
struct StoredText {
  std::optional<std::int64_t> from, size;  ///< in bytes, counted from 1

  /// Returns the value of the column `told`.
  [[nodiscard]] std::optional<std::string_view> own_column(std::string_view text) const {
    return from || text.empty() ? std::nullopt : std::optional(text);
  }
};

[[nodiscard]] StoredText locate_text(std::string_view raw, std::string_view text);

}  // namespace locker::store
