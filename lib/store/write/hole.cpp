#include "lib/store/write/hole.hpp"

#include <optional>

namespace locker::store {
namespace {

constexpr std::string_view kNothingBetween = "nothing from between ", kAnd = " and ";

/// The hole that a gap tells at its beginning.
std::optional<Hole> hole_at(std::string_view gap) {
  gap = gap.substr(0, gap.find(';'));
  const auto both = gap.find(kAnd);
  if (both == std::string_view::npos) return std::nullopt;
  const auto from = parse_rfc3339(gap.substr(0, both)), to = parse_rfc3339(gap.substr(both + kAnd.size()));
  return from && to ? std::optional(Hole{*from, *to}) : std::nullopt;
}

}  // namespace

std::string told(const Hole& hole) {
  return std::string(kNothingBetween) + format_rfc3339(hole.from) + std::string(kAnd) +
         format_rfc3339(hole.to);
}

std::vector<Hole> holes_of(std::string_view gap) {
  std::vector<Hole> holes;
  for (auto at = gap.find(kNothingBetween); at != std::string_view::npos;
       at = gap.find(kNothingBetween, at)) {
    at += kNothingBetween.size();
    if (const auto hole = hole_at(gap.substr(at))) holes.push_back(*hole);
  }
  return holes;
}

}  // namespace locker::store
