#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

// X's ids: the upper bits are milliseconds since X's epoch, so ids sort by time.
using Id = std::uint64_t;

Id snowflake(std::int64_t unix_ms, std::uint32_t sequence = 0);
std::int64_t snowflake_ms(Id id);

// Returns "2026-08-01T12:00:00.000Z".
std::string iso_time(std::int64_t unix_ms);
// Parses "2026-08-01T12:00:00Z", with or without milliseconds.
std::optional<std::int64_t> parse_iso_time(std::string_view text);
std::optional<Id> parse_id(std::string_view text);

}  // namespace sandbox
