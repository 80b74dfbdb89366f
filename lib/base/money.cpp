#include "lib/base/money.hpp"

#include <charconv>

namespace locker {
namespace {

constexpr std::int64_t kDollar = 1'000'000;
constexpr int kFractionDigits = 6;
constexpr std::int64_t kMostDollars = 1'000'000'000;

}  // namespace

std::string format_dollars(std::int64_t micro_dollars) {
  std::string fraction = std::to_string(micro_dollars % kDollar + kDollar).substr(1);
  while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
  return "$" + std::to_string(micro_dollars / kDollar) + "." + fraction;
}

std::optional<std::int64_t> parse_dollars(std::string_view text) {
  if (!text.empty() && text.front() == '$') text.remove_prefix(1);
  const auto dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  std::string fraction(dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1));
  if (whole.empty() || fraction.size() > kFractionDigits ||
      (dot != std::string_view::npos && fraction.empty()))
    return std::nullopt;
  fraction.resize(kFractionDigits, '0');
  const std::string digits = std::string(whole) + fraction;
  if (digits.find_first_not_of("0123456789") != std::string::npos || whole.size() > 10) return std::nullopt;
  std::int64_t amount = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), amount);
  return amount <= kMostDollars * kDollar ? std::optional(amount) : std::nullopt;
}

}  // namespace locker
