#include "sandbox/limiter.hpp"

#include <algorithm>

namespace sandbox {

Limiter::State Limiter::take(const std::string& key, int limit, std::int64_t now_s) {
  Count& count = counts_[key];
  if (now_s >= count.reset) count = {now_s + window_, 0};
  const bool allowed = !enforced_ || count.used < limit;
  if (allowed) ++count.used;
  // Without enforcement the headers are sent too, but the remaining number never reaches zero.
  const int remaining = std::max(limit - count.used, enforced_ ? 0 : 1);
  return {allowed, limit, remaining, count.reset};
}

std::vector<std::pair<std::string, std::string>> Limiter::headers(const State& state) {
  return {{"x-rate-limit-limit", std::to_string(state.limit)},
          {"x-rate-limit-remaining", std::to_string(state.remaining)},
          {"x-rate-limit-reset", std::to_string(state.reset)}};
}

}  // namespace sandbox
