#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::media {

/// Returns a browsable path for a medium below the media folder:
/// `2024/2024-05-01_1785600000000000001_2.jpg` (day in UTC, the record's id, number of the medium),
/// `undated/…` for a record without a time. Whatever characters the id contains, the path stays below the
/// folder.
[[nodiscard]] std::string browsable_name(const std::optional<Instant>& time, std::string_view record_id,
                                         int place, std::string_view extension);

/// Returns a variant of a name that is taken: `…_2-2.jpg`.
[[nodiscard]] std::string numbered_name(std::string_view name, int number);

/// Returns the extension (`.jpg`) of a file name or URL, or the usual one for the kind of medium.
[[nodiscard]] std::string extension_of(std::string_view name_or_address, std::string_view kind);

}  // namespace locker::media
