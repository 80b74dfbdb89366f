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

/// Parses RFC 3339 with any offset and fraction; absent if malformed, or if the year in UTC is not four
/// digits.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

/// Formats as RFC 3339 in UTC: `2026-11-20T18:04:05Z`, with `.123` only if milliseconds are not zero.
[[nodiscard]] std::string format_rfc3339(Instant t);

/// Parses a time typed by the user (design 6): RFC 3339, `2026-01-01`, `2026-01-01 10:30`, `7d`, `1w2d`
/// (before `now`), `now`, `today`, `yesterday`; in the local zone unless stated, and the first of two times
/// if the clock shows it twice. Throws Error{usage} that lists the forms.
[[nodiscard]] Instant parse_user_time(std::string_view text, Instant now);

/// Parses a duration typed by the user: `90s`, `15m`, `2h`, `7d`, `1w2d`. Throws Error{usage}.
[[nodiscard]] std::chrono::milliseconds parse_duration(std::string_view text);

/// Formats for a terminal, in the local zone: `14:05` today, `Tue 14:05` within a week, `20 Nov 14:05` this
/// year, else `2024-05-01`.
[[nodiscard]] std::string format_human(Instant t, Instant now);

/// Returns the days since 1970 in UTC: the day for charges and samples of counters.
[[nodiscard]] inline std::int64_t utc_day(Instant t) {
  return std::chrono::floor<std::chrono::days>(t).time_since_epoch().count();
}

/// Returns `YYYY-MM` in UTC: the ledger's month.
[[nodiscard]] std::string utc_month(Instant t);

}  // namespace locker
