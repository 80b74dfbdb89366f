#include "lib/sync/refused_bounds.hpp"

#include <chrono>

namespace locker::sync {
namespace {

/// Elements read again without a bound are free within a day where reading is charged, so a refusal that was
/// a mistake costs little.
constexpr std::chrono::hours kRemembered{24};

}  // namespace

RefusedBounds::RefusedBounds(const Home& home, std::string_view account)
    : refused_(home.account(account) / "bounds.json") {}

bool RefusedBounds::is_refused(const store::StreamName& stream, Instant now) const {
  const auto refused = refused_.find(stream);
  return refused && *refused <= now && now - *refused < kRemembered;
}

}  // namespace locker::sync
