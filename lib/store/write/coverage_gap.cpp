#include "lib/store/write/coverage_gap.hpp"

#include <optional>

namespace locker::store {
namespace {

constexpr std::string_view kNothingBetween = "nothing from between ", kAnd = " and ";

/// Parses the gap that the text begins with.
std::optional<CoverageGap> coverage_gap_at(std::string_view gap) {
  gap = gap.substr(0, gap.find(';'));
  const auto both = gap.find(kAnd);
  if (both == std::string_view::npos) return std::nullopt;
  const auto from = parse_rfc3339(gap.substr(0, both)), to = parse_rfc3339(gap.substr(both + kAnd.size()));
  return from && to ? std::optional(CoverageGap{*from, *to}) : std::nullopt;
}

}  // namespace

std::string format_gap(const CoverageGap& coverage_gap) {
  return std::string(kNothingBetween) + format_rfc3339(coverage_gap.from) + std::string(kAnd) +
         format_rfc3339(coverage_gap.to);
}

std::vector<CoverageGap> coverage_gaps_of(std::string_view gap) {
  std::vector<CoverageGap> coverage_gaps;
  for (auto at = gap.find(kNothingBetween); at != std::string_view::npos;
       at = gap.find(kNothingBetween, at)) {
    at += kNothingBetween.size();
    if (const auto coverage_gap = coverage_gap_at(gap.substr(at))) coverage_gaps.push_back(*coverage_gap);
  }
  return coverage_gaps;
}

}  // namespace locker::store
