#include "lib/serve/caller_limiter.hpp"

#include <algorithm>

namespace locker::serve {
namespace {

constexpr int kMostUnderWay = 64;
constexpr std::chrono::milliseconds kNotAtAll{0}, kLongestWaitForTurn{60'000};
constexpr std::chrono::seconds kReportInterval{10};

int all_places(std::size_t connections) { return static_cast<int>(connections - connections / 4); }
int places_of_one(std::size_t connections) { return std::max(static_cast<int>(connections / 2), 1); }

}  // namespace

CallerLimiter::CallerLimiter(std::size_t connections)
    : places_(all_places(connections), places_of_one(connections)),
      turns_(all_places(connections), kMostUnderWay) {}

std::optional<CallerLimiter::Permit> CallerLimiter::enter(const std::string& service, bool passed_on,
                                                          const std::stop_token& stop) {
  auto place = places_.take(service, kNotAtAll, stop);
  if (!place) return std::nullopt;
  Permit permit{*std::move(place), std::nullopt};
  if (passed_on) return permit;
  permit.turn = turns_.take(service, kLongestWaitForTurn, stop);
  if (!permit.turn) return std::nullopt;
  return permit;
}

bool CallerLimiter::is_worth_a_report(const std::string& service) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard guard(mutex_);
  const auto [reported, is_first] = reported_.try_emplace(service, now);
  if (!is_first && now - reported->second < kReportInterval) return false;
  reported->second = now;
  return true;
}

}  // namespace locker::serve
