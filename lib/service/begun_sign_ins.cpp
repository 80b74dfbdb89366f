#include "lib/service/begun_sign_ins.hpp"

#include <algorithm>

namespace locker::service {
namespace {

constexpr std::size_t kMost = 16;

}  // namespace

void BegunSignIns::add(const std::string& state, BegunSignIn begun, Instant now) {
  const std::lock_guard guard(mutex_);
  std::erase_if(begun_, [&](const auto& one) { return one.second.until <= now; });
  if (begun_.size() >= kMost)
    begun_.erase(std::ranges::min_element(begun_, {}, [](const auto& one) { return one.second.until; }));
  begun_.emplace(state, std::move(begun));
}

std::optional<BegunSignIn> BegunSignIns::take(const std::string& state, Instant now) {
  const std::lock_guard guard(mutex_);
  auto found = begun_.extract(state);
  if (found.empty() || found.mapped().until <= now) return std::nullopt;
  return std::move(found.mapped());
}

}  // namespace locker::service
