#include "cli/commands/checks.hpp"

#include <charconv>
#include <cstdio>

#include "cli/output/rows.hpp"
#include "lib/base/error.hpp"
#include "lib/base/money.hpp"
#include "lib/base/suggest.hpp"
#include "lib/base/time.hpp"

namespace locker::cli {
namespace {

/// Returns a validator that calls `read`, which throws Error for an invalid value.
template <class Read>
CLI::Validator readable(Read read) {
  return CLI::Validator(
      [read](std::string& text) -> std::string {
        try {
          read(text);
          return {};
        } catch (const Error& error) {
          return std::string(error.what()) + (error.hint().empty() ? "" : "; " + error.hint());
        }
      },
      "");
}

std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }

}  // namespace

CLI::Validator whole_number(long least) {
  return readable([least](std::string& text) {
    long number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || number < least)
      throw Error(ErrorKind::usage,
                  in_quotes(text) + " is no whole number from " + std::to_string(least) + " on");
    text = std::to_string(number);  // a leading 0 would be read as octal
  });
}

CLI::Validator dollars() {
  return readable([](std::string& text) {
    const auto micro = parse_dollars(text);
    if (!micro)
      throw Error(ErrorKind::usage, in_quotes(text) + " is no sum of dollars", "say for example 0.50");
    char buffer[32];
    std::snprintf(buffer, sizeof(buffer), "%lld.%06lld", static_cast<long long>(*micro / 1'000'000),
                  static_cast<long long>(*micro % 1'000'000));
    text = buffer;
  });
}

CLI::Validator duration() {
  return readable([](const std::string& text) { (void)parse_duration(text); });
}

CLI::Validator point_in_time() {
  return readable([](const std::string& text) { (void)parse_user_time(text, Instant{}); });
}

CLI::Validator output_format() {
  return readable([](const std::string& text) {
    if (std::ranges::find(format_names(), text) == format_names().end())
      throw Error(ErrorKind::usage, "there is no format " + in_quotes(text),
                  suggestion_hint(text, format_names()));
  });
}

CLI::Validator not_empty() {
  return readable([](const std::string& text) {
    if (text.empty()) throw Error(ErrorKind::usage, "the value is empty");
  });
}

}  // namespace locker::cli
