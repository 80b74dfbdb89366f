#include "lib/sync/endless_walk_guard.hpp"

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

/// How often a walk may restart because the service refuses a token that it gave out itself.
constexpr int kMostRestarts = 3;
/// Pages in a row without anything new, while the service says that there are more.
constexpr int kMostBarrenPages = 100;

}  // namespace

void EndlessWalkGuard::begin(const std::string& token) {
  barren_pages_ = 0;
  tokens_ = {token};
}

void EndlessWalkGuard::note_restart() {
  if (++restarts_ > kMostRestarts)
    throw Error(ErrorKind::malformed, "the service keeps refusing the page tokens it gives out");
}

void EndlessWalkGuard::note_next_page(const std::string& next_token) {
  if (!next_token.empty() && !tokens_.insert(next_token).second)
    throw Error(ErrorKind::malformed, "the service gives out a page token for the second time");
  if (barren_pages_ >= kMostBarrenPages)
    throw Error(ErrorKind::malformed, "the service goes on giving out pages that tell nothing more");
}

}  // namespace locker::sync
