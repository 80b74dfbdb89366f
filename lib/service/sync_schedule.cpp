#include "lib/service/sync_schedule.hpp"

#include <random>

namespace locker::service {
namespace {

constexpr std::chrono::seconds kAtOnce{1};

std::chrono::milliseconds with_jitter(std::int64_t seconds) {
  thread_local std::mt19937 random{std::random_device{}()};
  constexpr double kTenth = 0.1, kMillis = 1'000;
  const double factor = 1 + std::uniform_real_distribution<double>(-kTenth, kTenth)(random);
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(seconds) * kMillis * factor));
}

}  // namespace

void SyncSchedule::begin() const {
  for (const auto& stream : account_.connector().streams)
    if (account_.wants(stream)) call(stream, kAtOnce);
}

void SyncSchedule::next(const connector::Stream& stream) const {
  call(stream, with_jitter(stream.interval_s));
}

void SyncSchedule::call(const connector::Stream& stream, std::chrono::milliseconds in) const {
  if (account_.is_charged_without_budget(stream)) return;
  try {
    locker_.call_at("/" + stream.name, account_.now() + in);
  } catch (const Error& error) {
    log_ << error.what() << std::endl;
  }
}

}  // namespace locker::service
