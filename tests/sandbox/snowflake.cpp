#include "sandbox/snowflake.hpp"

#include <charconv>
#include <cstdio>
#include <ctime>

namespace sandbox {
namespace {
constexpr std::int64_t kEpochMs = 1288834974657;
constexpr int kSequenceBits = 22;
}  // namespace

Id snowflake(std::int64_t unix_ms, std::uint32_t sequence) {
  return (static_cast<Id>(unix_ms - kEpochMs) << kSequenceBits) | (sequence & ((1u << kSequenceBits) - 1));
}

std::int64_t snowflake_ms(Id id) { return static_cast<std::int64_t>(id >> kSequenceBits) + kEpochMs; }

std::string iso_time(std::int64_t unix_ms) {
  const std::time_t seconds = static_cast<std::time_t>(unix_ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char date[32];
  std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
  char text[48];
  std::snprintf(text, sizeof text, "%s.%03dZ", date, static_cast<int>(unix_ms % 1000));
  return text;
}

std::optional<std::int64_t> parse_iso_time(std::string_view text) {
  std::tm parts{};
  const std::string copy(text);
  const char* rest = strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (!rest) return std::nullopt;
  int ms = 0;
  if (*rest == '.') {
    char* end = nullptr;
    ms = static_cast<int>(std::strtol(rest + 1, &end, 10));
    rest = end;
  }
  if (std::string_view(rest) != "Z") return std::nullopt;
  return static_cast<std::int64_t>(timegm(&parts)) * 1000 + ms;
}

std::optional<Id> parse_id(std::string_view text) {
  Id id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text.size() > 19)
    return std::nullopt;
  return id;
}

}  // namespace sandbox
