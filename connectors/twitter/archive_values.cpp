#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "connectors/twitter/archive.hpp"
#include "connectors/twitter/snowflake.hpp"
#include "lib/base/error.hpp"

namespace locker::connectors::twitter {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Parses "Sun Mar 21 12:53:22 +0000 2021": fixed columns, with English names in any locale.
std::optional<Instant> parse_column_time(std::string_view text) {
  if (text.size() != 30 || text.substr(19, 7) != " +0000 ") return std::nullopt;
  const auto month = std::ranges::find(kMonths, text.substr(4, 3));
  const auto day = number_in(text.substr(8, 2)), year = number_in(text.substr(26, 4));
  const auto hour = number_in(text.substr(11, 2)), minute = number_in(text.substr(14, 2)),
             second = number_in(text.substr(17, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(
      std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace

std::string id_at(json::Value object, std::string_view key) {
  const json::Value value = object[key];
  if (const auto text = value.string()) return std::string(*text);
  const auto number = value.integer();
  return number ? std::to_string(*number) : std::string();
}

json::Value unwrapped(json::Value element, std::string_view name) {
  const json::Value inner = element[name];
  return inner.is_object() ? inner : element;
}

std::optional<Instant> archive_time(std::string_view text) {
  auto time = parse_column_time(text);
  if (!time) time = parse_rfc3339(text);
  const Instant end_of_1970 = std::chrono::sys_days(std::chrono::year(1971) / 1 / 1);
  return time && *time >= end_of_1970 ? time : std::nullopt;
}

std::optional<Instant> second_of(std::string_view id) {
  const auto time = time_of(id);
  return time ? std::optional<Instant>(std::chrono::floor<std::chrono::seconds>(*time)) : std::nullopt;
}

store::Observation observed(const Entry& entry, std::string_view type, std::string key,
                            std::string_view shape) {
  if (key.empty()) throw Error(ErrorKind::malformed, "an element has no id");
  store::Observation seen;
  seen.type = type;
  seen.key = std::move(key);
  seen.shape = shape;
  seen.raw = entry.raw;
  seen.tiebreak = tiebreak_of(seen.key);
  return seen;
}

Mapped alone(const Role& role, store::Observation observation) {
  Mapped mapped;
  if (!role.stream.empty()) mapped.members.push_back({observation.type, observation.key});
  mapped.observations.push_back(std::move(observation));
  return mapped;
}

}  // namespace locker::connectors::twitter
