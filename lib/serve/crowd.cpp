#include "lib/serve/crowd.hpp"

namespace locker::serve {
namespace {

/// People follow what a service streams, each with a request that lasts.
constexpr int kMost = 1'000;
constexpr int kMostByServices = 64;

}  // namespace

Crowd::Place::Place(Crowd& crowd, std::string service, bool by_service)
    : crowd_(&crowd), service_(std::move(service)), by_service_(by_service) {}

Crowd::Place::Place(Place&& other) noexcept
    : crowd_(std::exchange(other.crowd_, nullptr)),
      service_(std::move(other.service_)),
      by_service_(other.by_service_) {}

Crowd::Place::~Place() {
  if (!crowd_) return;
  const std::lock_guard guard(crowd_->mutex_);
  crowd_->add(service_, by_service_, -1);
}

std::optional<Crowd::Place> Crowd::enter(const std::string& service, bool by_service) {
  const std::lock_guard guard(mutex_);
  const Count& now = under_way_[service];
  if (now.all >= kMost || (by_service && now.by_services >= kMostByServices)) return std::nullopt;
  add(service, by_service, 1);
  return Place(*this, service, by_service);
}

/// Under the lock.
void Crowd::add(const std::string& service, bool by_service, int number) {
  Count& count = under_way_[service];
  count.all += number;
  if (by_service) count.by_services += number;
  if (count.all == 0) under_way_.erase(service);
}

}  // namespace locker::serve
