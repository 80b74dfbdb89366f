#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace locker {

/// A point in time, UTC, in milliseconds since 1970 (may be negative).
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] inline std::int64_t to_millis(Instant t) { return t.time_since_epoch().count(); }
[[nodiscard]] inline Instant from_millis(std::int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

/// RFC 3339 with any offset and fraction; absent if it is none, or if its year in UTC has not four digits.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

/// RFC 3339 in UTC: `2026-11-20T18:04:05Z`, with `.123` only where there are milliseconds.
[[nodiscard]] std::string format_rfc3339(Instant t);

/// What a person types for a time (design 6): RFC 3339, `2026-01-01`, `2026-01-01 10:30`,
/// `7d`, `1w2d` (that long before `now`), `now`, `today`, `yesterday`; local zone unless stated, the
/// first of a time that its clocks show twice. Throws Error{usage} that names the forms.
[[nodiscard]] Instant parse_user_time(std::string_view text, Instant now);

/// A span as a person types it: `90s`, `15m`, `2h`, `7d`, `1w2d`. Throws Error{usage}.
[[nodiscard]] std::chrono::milliseconds parse_duration(std::string_view text);

/// Human, local zone, for a terminal: `14:05` today, `Tue 14:05` within a week, `20 Nov 14:05`
/// this year, else `2024-05-01`.
[[nodiscard]] std::string format_human(Instant t, Instant now);

/// Days since 1970 in UTC: the day by which the services charge and counters are sampled.
[[nodiscard]] inline std::int64_t utc_day(Instant t) {
  return std::chrono::floor<std::chrono::days>(t).time_since_epoch().count();
}

/// `YYYY-MM` in UTC: the month of the ledger.
[[nodiscard]] std::string utc_month(Instant t);

}  // namespace locker
