#include "lib/serve/request_limiter.hpp"

#include <algorithm>
#include <charconv>

namespace locker::serve {
namespace {

/// High, because users follow event streams, each with a request that lasts.
constexpr int kMost = 1'000;
constexpr int kMostByServices = 64;
constexpr char kHops[] = "Locker-Hops";

}  // namespace

RequestLimiter::Permit::Permit(RequestLimiter& limiter, std::string service, bool by_service)
    : limiter_(&limiter), service_(std::move(service)), by_service_(by_service) {}

RequestLimiter::Permit::Permit(Permit&& other) noexcept
    : limiter_(std::exchange(other.limiter_, nullptr)),
      service_(std::move(other.service_)),
      by_service_(other.by_service_) {}

RequestLimiter::Permit::~Permit() {
  if (!limiter_) return;
  const std::lock_guard guard(limiter_->mutex_);
  limiter_->add(service_, by_service_, -1);
}

std::optional<RequestLimiter::Permit> RequestLimiter::enter(const std::string& service, bool by_service) {
  const std::lock_guard guard(mutex_);
  const Count& now = under_way_[service];
  if (now.all >= kMost || (by_service && now.by_services >= kMostByServices)) return std::nullopt;
  add(service, by_service, 1);
  return Permit(*this, service, by_service);
}

/// Called with the lock held.
void RequestLimiter::add(const std::string& service, bool by_service, int number) {
  Count& count = under_way_[service];
  count.all += number;
  if (by_service) count.by_services += number;
  if (count.all == 0) under_way_.erase(service);
}

int hops_of(const http::Headers& headers) {
  const auto said = http::find_header(headers, kHops).value_or(std::string_view());
  int hops = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), hops);
  if (error == std::errc::result_out_of_range) return kMostHops;
  return error == std::errc() ? std::clamp(hops, 0, kMostHops) : 0;
}

void set_hops(http::Headers& headers, int hops) {
  std::erase_if(headers, [](const auto& header) { return http::same_name(header.first, kHops); });
  headers.emplace_back(kHops, std::to_string(hops));
}

}  // namespace locker::serve
