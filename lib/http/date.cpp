#include "lib/http/date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace locker::http {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::chrono::seconds kMost = std::chrono::hours(10 * 365 * 24);

template <class Number>
bool read(std::string_view text, Number& number) {
  return std::from_chars(text.data(), text.data() + text.size(), number).ptr == text.data() + text.size();
}

}  // namespace

std::optional<Instant> parse_date(std::string_view text) {
  // Sun, 06 Nov 1994 08:49:37 GMT
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  unsigned day = 0;
  int year = 0, hour = 0, minute = 0, second = 0;
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  if (month == kMonths.end() || !read(text.substr(5, 2), day) || !read(text.substr(12, 4), year) ||
      !read(text.substr(17, 2), hour) || !read(text.substr(20, 2), minute) ||
      !read(text.substr(23, 2), second))
    return std::nullopt;
  const std::chrono::year_month_day date(
      std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(day));
  constexpr int kLastHour = 23, kLastMinute = 59, kLeapSecond = 60;
  const auto is_upto = [](int number, int last) { return number >= 0 && number <= last; };
  if (!date.ok() || !is_upto(hour, kLastHour) || !is_upto(minute, kLastMinute) ||
      !is_upto(second, kLeapSecond))
    return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

std::optional<std::chrono::milliseconds> retry_after(const Response& response, Instant now) {
  const auto header = response.header("Retry-After");
  if (!header) return std::nullopt;
  if (!header->empty() && header->find_first_not_of("0123456789") == std::string_view::npos) {
    std::int64_t seconds = kMost.count();  // remains if the number is too large to parse
    read(*header, seconds);
    return std::min(std::chrono::seconds(seconds), kMost);
  }
  const auto date = parse_date(*header);
  if (!date) return std::nullopt;
  const Instant reference = parse_date(response.header("Date").value_or("")).value_or(now);
  return std::clamp<std::chrono::milliseconds>(*date - reference, {}, kMost);
}

}  // namespace locker::http
