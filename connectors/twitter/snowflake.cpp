#include "connectors/twitter/snowflake.hpp"

#include <algorithm>
#include <charconv>

namespace locker::connectors::twitter {
namespace {

// An id is 41 bits of milliseconds since the epoch below, then 22 bits of machine and sequence.
constexpr std::int64_t kEpochMillis = 1'288'834'974'657;
constexpr int kBelowMillis = 22;
/// The last sequential id, before times were encoded in ids.
constexpr std::int64_t kLastSequential = 29'700'859'247;
/// The number of bits below the millisecond that fit into a tiebreak.
constexpr int kTieBits = 10;

}  // namespace

std::optional<std::int64_t> number_of(std::string_view id) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<Instant> time_of(std::string_view id) {
  const auto number = number_of(id);
  if (!number || *number <= kLastSequential) return std::nullopt;
  return from_millis((*number >> kBelowMillis) + kEpochMillis);
}

std::string first_id_of(Instant time) {
  return std::to_string(std::max<std::int64_t>(to_millis(time) - kEpochMillis, 0) << kBelowMillis);
}

std::uint32_t tiebreak_of(std::string_view id) {
  const std::int64_t number = number_of(id).value_or(0);
  const auto time = time_of(id);
  if (!time) return static_cast<std::uint32_t>(number & 0xfffff);
  const auto millis = static_cast<std::uint32_t>(to_millis(*time) % 1000);
  const auto below = static_cast<std::uint32_t>(number >> (kBelowMillis - kTieBits)) & ((1u << kTieBits) - 1);
  return (millis << kTieBits) | below;
}

}  // namespace locker::connectors::twitter
