#include "limits.hpp"

#include <algorithm>

namespace github_stand_in {

void Limit::renew(Time now) {
  if (now < reset_) return;
  used_ = 0;
  reset_ = now + window_;
}

void Limit::leave(std::int64_t remaining, Time now) {
  renew(now);
  used_ = most_ - remaining;
}

bool Limit::used_up(Time now) {
  renew(now);
  return used_ >= most_;
}

void Limit::count(Time now) {
  renew(now);
  ++used_;
}

void Limit::tell(loopback::Headers& headers, Time now) {
  renew(now);
  headers.emplace_back("X-RateLimit-Limit", std::to_string(most_));
  headers.emplace_back("X-RateLimit-Remaining", std::to_string(std::max<std::int64_t>(0, most_ - used_)));
  headers.emplace_back("X-RateLimit-Used", std::to_string(std::min(most_, used_)));
  headers.emplace_back("X-RateLimit-Reset", std::to_string(reset_));
  headers.emplace_back("X-RateLimit-Resource", name_);
}

}  // namespace github_stand_in
