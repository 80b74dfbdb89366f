#include "lib/store/succession.hpp"

namespace locker::store {

bool is_earlier(const Stated& next, const Stated& known) {
  if (next.ord != known.ord) return next.ord < known.ord;
  return next.observed < (next.by_service ? known.observed : known.looked);
}

bool takes_over(const Stated& next, const Stated& known) {
  if (is_earlier(next, known)) return false;
  const bool same_export = !next.by_service && next.observed == known.looked;
  return next.ord != known.ord || !same_export;
}

}  // namespace locker::store
