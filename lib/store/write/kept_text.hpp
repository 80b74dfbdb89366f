#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace locker::store {

/// How a version keeps the text that it shows (schema_4.sql): as a place in its raw bytes where they have it
/// spelled as it is shown, else in a column of its own.
struct KeptText {
  std::optional<std::int64_t> from, size;  ///< in bytes, the first of which is 1

  /// Returns what the column `told` holds.
  [[nodiscard]] std::optional<std::string_view> told(std::string_view text) const {
    return from || text.empty() ? std::nullopt : std::optional(text);
  }
};

[[nodiscard]] KeptText keep_text(std::string_view raw, std::string_view text);

}  // namespace locker::store
