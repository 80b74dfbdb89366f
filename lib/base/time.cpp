#include "lib/base/time.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>

#include "lib/base/error.hpp"

namespace locker {
namespace {

using std::chrono::milliseconds;

/// The range of times that format_rfc3339 formats so that they can be parsed again.
constexpr Instant kFirst = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
constexpr Instant kEnd = std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1);

/// Reads fixed forms from the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  /// Reads exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }

  bool take(char wanted) {
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }

  [[nodiscard]] bool at_end() const { return text_.empty(); }

 private:
  std::string_view text_;
};

struct WallTime {
  std::chrono::year_month_day date;
  int hour = 0, minute = 0, second = 0, millisecond = 0;

  [[nodiscard]] Instant as_utc() const {
    return std::chrono::sys_days{date} + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + milliseconds(millisecond);
  }
};

std::optional<std::chrono::year_month_day> read_date(Reader& in) {
  const auto year = in.digits(4);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.digits(2);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

/// Reads a fraction of a second in milliseconds; ignores digits after the third.
std::optional<int> read_fraction(Reader& in) {
  int value = 0;
  int count = 0;
  while (const auto digit = in.digits(1)) {
    if (count < 3) value = value * 10 + *digit;
    ++count;
  }
  if (count == 0) return std::nullopt;
  for (; count < 3; ++count) value *= 10;
  return value;
}

bool read_clock(Reader& in, WallTime& time, bool seconds_needed) {
  const auto hour = in.digits(2);
  if (!hour || *hour > 23 || !in.take(':')) return false;
  const auto minute = in.digits(2);
  if (!minute || *minute > 59) return false;
  time.hour = *hour;
  time.minute = *minute;
  if (!in.take(':')) return !seconds_needed;
  const auto second = in.digits(2);
  if (!second || *second > 60) return false;  // 60: a leap second, counted into the next minute
  time.second = *second;
  if (!in.take('.')) return true;
  const auto fraction = read_fraction(in);
  time.millisecond = fraction.value_or(0);
  return fraction.has_value();
}

std::optional<std::chrono::minutes> read_offset(Reader& in) {
  if (in.take('Z') || in.take('z')) return std::chrono::minutes(0);
  const int sign = in.take('+') ? 1 : in.take('-') ? -1 : 0;
  if (sign == 0) return std::nullopt;
  const auto hours = in.digits(2);
  if (!hours || *hours > 23 || !in.take(':')) return std::nullopt;
  const auto minutes = in.digits(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * (std::chrono::hours(*hours) + std::chrono::minutes(*minutes));
}

std::tm local_parts(Instant t) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count();
  std::tm parts{};
  localtime_r(&seconds, &parts);
  return parts;
}

std::chrono::seconds zone_offset(Instant t) { return std::chrono::seconds(local_parts(t).tm_gmtoff); }

/// Returns the instant at which the local clocks show `time`: the first of two if the clocks are put back
/// over it; if they are put forward over it, the instant as far after the jump as `time` is after the skipped
/// hour began. mktime is not used because its choice depends on earlier calls.
Instant local_instant(const WallTime& time) {
  constexpr std::chrono::hours kAround{24};
  const Instant shown = time.as_utc();
  const Instant about = shown - zone_offset(shown);
  const auto before = zone_offset(about - kAround), after = zone_offset(about + kAround);
  const bool is_behind = zone_offset(shown - before) != before && zone_offset(shown - after) == after;
  return shown - (is_behind ? after : before);
}

std::string formatted(const char* form, const std::tm& parts) {
  std::array<char, 64> buffer{};
  return {buffer.data(), std::strftime(buffer.data(), buffer.size(), form, &parts)};
}

std::chrono::sys_days day_of(const std::tm& parts) {
  return std::chrono::year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday;
}

/// Returns the start of the local day `back` days before that of `now`.
Instant local_midnight(Instant now, int back) {
  return local_instant({.date = day_of(local_parts(now)) - std::chrono::days(back)});
}

/// Reads a duration such as `1w2d`, any number of numbers with units; absent if it has another form.
std::optional<milliseconds> read_duration(std::string_view text) {
  static constexpr std::array<std::pair<char, std::int64_t>, 5> kUnits{
      {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}}};
  constexpr std::int64_t kMost = 100'000'000'000;  // seconds, some 3,000 years
  std::int64_t seconds = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0 || number > kMost || end == text.data() + text.size())
      return std::nullopt;
    std::int64_t unit = 0;
    for (const auto& [letter, length] : kUnits)
      if (*end == letter) unit = length;
    if (unit == 0 || number > kMost / unit) return std::nullopt;
    seconds += number * unit;
    text.remove_prefix(static_cast<std::size_t>(end + 1 - text.data()));
  }
  return seconds <= kMost ? std::optional<milliseconds>(std::chrono::seconds(seconds)) : std::nullopt;
}

/// Appends the number with leading zeros, or with more than `count` digits if it needs them.
void append_digits(std::string& text, unsigned number, std::size_t count) {
  std::array<char, 10> digits{};
  std::size_t at = digits.size();
  for (; number > 0 || digits.size() - at < count; number /= 10)
    digits[--at] = static_cast<char>('0' + number % 10);
  text.append(digits.data() + at, digits.size() - at);
}

/// Reads a date, or a date and a clock time, in the local zone.
std::optional<Instant> read_local(std::string_view text) {
  Reader in(text);
  const auto date = read_date(in);
  if (!date) return std::nullopt;
  WallTime time{.date = *date};
  if (in.at_end()) return local_instant(time);
  if (!in.take(' ') && !in.take('T')) return std::nullopt;
  if (!read_clock(in, time, false) || !in.at_end()) return std::nullopt;
  return local_instant(time);
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view text) {
  Reader in(text);
  const auto date = read_date(in);
  if (!date || !(in.take('T') || in.take('t') || in.take(' '))) return std::nullopt;
  WallTime time{.date = *date};
  if (!read_clock(in, time, true)) return std::nullopt;
  const auto offset = read_offset(in);
  if (!offset || !in.at_end()) return std::nullopt;
  const Instant instant = time.as_utc() - *offset;
  return instant >= kFirst && instant < kEnd ? std::optional(instant) : std::nullopt;
}

std::string format_rfc3339(Instant t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{t - day};
  std::string text;
  text.reserve(sizeof "2026-11-20T18:04:05.123Z");
  const int year = static_cast<int>(date.year());
  if (year < 0) text += '-';
  append_digits(text, static_cast<unsigned>(std::abs(year)), 4);
  append_digits(text += '-', static_cast<unsigned>(date.month()), 2);
  append_digits(text += '-', static_cast<unsigned>(date.day()), 2);
  append_digits(text += 'T', static_cast<unsigned>(clock.hours().count()), 2);
  append_digits(text += ':', static_cast<unsigned>(clock.minutes().count()), 2);
  append_digits(text += ':', static_cast<unsigned>(clock.seconds().count()), 2);
  if (const auto fraction = clock.subseconds().count(); fraction != 0)
    append_digits(text += '.', static_cast<unsigned>(fraction), 3);
  return text += 'Z';
}

Instant parse_user_time(std::string_view text, Instant now) {
  if (text == "now") return now;
  if (text == "today") return local_midnight(now, 0);
  if (text == "yesterday") return local_midnight(now, 1);
  if (const auto exact = parse_rfc3339(text)) return *exact;
  if (const auto local = read_local(text)) return *local;
  if (const auto ago = read_duration(text)) return now - *ago;
  throw Error(
      ErrorKind::usage, "\"" + std::string(text) + "\" is no time",
      "say for example 7d, 1w2d, 2026-01-31, 2026-01-31 18:30, 2026-01-31T18:30:00Z, now or yesterday");
}

milliseconds parse_duration(std::string_view text) {
  if (const auto span = read_duration(text)) return *span;
  throw Error(ErrorKind::usage, "\"" + std::string(text) + "\" is no span of time",
              "say for example 90s, 15m, 2h, 7d or 1w2d");
}

std::string format_human(Instant t, Instant now) {
  const std::tm then = local_parts(t);
  const std::tm today = local_parts(now);
  const auto days = (day_of(today) - day_of(then)).count();
  if (days == 0) return formatted("%H:%M", then);
  if (days > 0 && days < 7) return formatted("%a %H:%M", then);
  if (then.tm_year == today.tm_year) return formatted("%e %b %H:%M", then);
  return formatted("%Y-%m-%d", then);
}

std::string utc_month(Instant t) { return format_rfc3339(t).substr(0, 7); }

}  // namespace locker
