#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/time.hpp"

namespace locker::media {

/// The name by which a person finds a medium, below the media folder:
/// `2024/2024-05-01_1785600000000000001_2.jpg` (day in UTC, id of the record, as which of its media);
/// `undated/…` for a record without a time. Whatever the service put into the id, it leads nowhere else.
[[nodiscard]] std::string browsable_name(const std::optional<Instant>& time, std::string_view record_id,
                                         int place, std::string_view extension);

/// The same for further content under a name that is taken: `…_2-2.jpg`.
[[nodiscard]] std::string numbered_name(std::string_view name, int number);

/// `.jpg`, of a file's name or address; what the kind of medium usually has, where that tells none.
[[nodiscard]] std::string extension_of(std::string_view name_or_address, std::string_view kind);

}  // namespace locker::media
