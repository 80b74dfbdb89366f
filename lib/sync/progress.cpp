#include "lib/sync/progress.hpp"

namespace locker::sync {

Totals& Totals::operator+=(const Totals& other) {
  counts += other.counts;
  requests += other.requests;
  resources += other.resources;
  included += other.included;
  cost += other.cost;
  gross += other.gross;
  return *this;
}

}  // namespace locker::sync
