#include "lib/service/pending_sign_ins.hpp"

#include <algorithm>

namespace locker::service {
namespace {

constexpr std::size_t kMost = 16;

}  // namespace

void PendingSignIns::add(const std::string& state, PendingSignIn begun, Instant now) {
  const std::lock_guard guard(mutex_);
  std::erase_if(pending_, [&](const auto& one) { return one.second.until <= now; });
  if (pending_.size() >= kMost)
    pending_.erase(std::ranges::min_element(pending_, {}, [](const auto& one) { return one.second.until; }));
  pending_.emplace(state, std::move(begun));
}

std::optional<PendingSignIn> PendingSignIns::take(const std::string& state, Instant now) {
  const std::lock_guard guard(mutex_);
  auto found = pending_.extract(state);
  if (found.empty() || found.mapped().until <= now) return std::nullopt;
  return std::move(found.mapped());
}

}  // namespace locker::service
