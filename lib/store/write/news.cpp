#include "lib/store/write/news.hpp"

#include <algorithm>

#include "lib/json/canonical.hpp"
#include "lib/store/fields.hpp"

namespace locker::store {
namespace {

/// Returns true if a field that both forms have differs, or one that only `before` has is gone.
bool differs_where_both_know(std::string_view before, std::string_view after, const TypeRow& type) {
  const auto name = [&](std::string_view key) {
    for (const auto& [first, other] : type.rules.aliases)
      if (key == other) return std::string_view(first);
    return key;
  };
  const auto known = top_level_fields(before);
  std::string common = "{";
  for (const auto& field : top_level_fields(after)) {
    const bool both =
        std::ranges::any_of(known, [&](const Field& k) { return name(k.key) == name(field.key); });
    if (!both) continue;
    common.append(common.size() > 1 ? ",\"" : "\"").append(field.key).append("\":").append(field.value);
  }
  return json::canonical(before, type.rules) != json::canonical(common + "}", type.rules);
}

bool differs_for_a_reader(const Known& before, const Known& after) {
  return (!before.text.empty() && after.text != before.text) ||
         (!before.name.empty() && after.name != before.name);
}

}  // namespace

bool is_update(const Known& before, const Known& after, const Addition& added) {
  const ResolvedObservation& seen = added.seen;
  if (seen.what.order < before.latest_edit) return false;
  if (before.latest_edit > 0 && seen.what.order > before.latest_edit) return true;
  const bool by_export = connector::is_export(seen.rank), only_exports = connector::is_export(before.rank);
  // An older export reports nothing new, even if its form now ranks above a newer one that has less.
  if (connector::is_export(seen.rank) && added.of_known_shape && added.observed < before.looked) return false;
  // One export may contain the same thing in several places: a long post, and its whole text.
  if (by_export && only_exports && !added.of_known_shape && added.observed == before.looked) return false;
  const bool comparable =
      by_export ? added.of_known_shape && only_exports : added.of_known_shape || !only_exports;
  if (comparable) {
    if (added.of_known_shape && !after.several_shapes) return true;
    if (differs_where_both_know(before.content, after.content, seen.type)) return true;
  }
  return (by_export || only_exports) && added.observed >= before.looked &&
         differs_for_a_reader(before, after);
}

}  // namespace locker::store
