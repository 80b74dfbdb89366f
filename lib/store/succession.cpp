#include "lib/store/succession.hpp"

#include <algorithm>

#include "lib/connector/descriptor.hpp"
#include "lib/store/field_diff.hpp"

namespace locker::store {
namespace {

bool has_only_less(const Stated& next, const Stated& known) {
  if (next.ord != known.ord || next.rank < connector::kPartialExportRank) return false;
  if (next.text.empty() != known.text.empty()) return next.text.empty();
  const auto changes = field_diff(known.raw, next.raw, {});
  return !changes.empty() &&
         std::ranges::none_of(changes, [](const FieldChange& change) { return change.after.has_value(); });
}

}  // namespace

bool is_earlier(const Stated& next, const Stated& known) {
  if (next.ord != known.ord) return next.ord < known.ord;
  return next.observed < (next.by_service ? known.observed : known.looked);
}

bool takes_over(const Stated& next, const Stated& known) {
  if (is_earlier(next, known)) return has_only_less(known, next);
  const bool same_export = !next.by_service && next.observed == known.looked;
  return (next.ord != known.ord || !same_export) && !has_only_less(next, known);
}

}  // namespace locker::store
