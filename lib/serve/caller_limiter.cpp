#include "lib/serve/caller_limiter.hpp"

#include <algorithm>

namespace locker::serve {
namespace {

constexpr int kMostUnderWay = 64;
constexpr std::chrono::milliseconds kNotAtAll{0}, kTurn{5'000};

}  // namespace

CallerLimiter::CallerLimiter(std::size_t connections)
    : places_(static_cast<int>(connections / 2), std::max(static_cast<int>(connections / 4), 1)),
      turns_(static_cast<int>(connections / 2), kMostUnderWay) {}

std::optional<CallerLimiter::Permit> CallerLimiter::enter(const std::string& service, bool passed_on,
                                                          const std::stop_token& stop) {
  auto place = places_.take(service, kNotAtAll, stop);
  if (!place) return std::nullopt;
  Permit permit{*std::move(place), std::nullopt};
  if (passed_on) return permit;
  permit.turn = turns_.take(service, kTurn, stop);
  if (!permit.turn) return std::nullopt;
  return permit;
}

}  // namespace locker::serve
