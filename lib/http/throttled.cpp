#include "lib/http/throttled.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "lib/http/address.hpp"
#include "lib/http/date.hpp"

namespace locker::http {
namespace {

using std::chrono::milliseconds;

/// A reset is told in whole seconds, and two clocks never agree.
constexpr milliseconds kSlack{1'000};
/// No window of any service is longer; what says otherwise is wrong.
constexpr milliseconds kLongestWindow = std::chrono::hours(24);
constexpr milliseconds kUntold = std::chrono::minutes(1), kLongestUntold = std::chrono::hours(4);
/// A refusal that was waited out so long ago tells nothing of the next one.
constexpr milliseconds kRemembered = std::chrono::hours(1);
constexpr int kMostWaits = 8, kMostWaitsElsewhere = 2;
constexpr int kNotModified = 304;

/// `api.example.com/search` of `/search/issues`.
std::string beginning_of(const Request& request) {
  const auto address = parse_address(request.url);
  if (!address) return request.url;
  return address->host + address->path.substr(0, address->path.find('/', 1));
}

/// Until when the windows of a service are used up. A window is a path's own, or one that the service
/// names in its answers, in which it counts many paths together. Used by many threads.
class Windows {
 public:
  /// What was told later than it is now was told by a clock that went wrong.
  Windows(const std::vector<RateLimit>& known, Instant now) {
    Instant newest{};
    for (const auto& limit : known) {
      if (limit.told > now) continue;
      if (limit.remaining <= 0 && !limit.limit && limit.reset + kRemembered > now)
        waited_[limit.window] = limit.reset - limit.told;
      if (limit.remaining <= 0 && limit.reset > now)
        used_up_until_[limit.window] = std::min(limit.reset, now + kLongestWindow);
      const auto blank = limit.window.find(' ');
      if (blank == std::string::npos || limit.told < newest) continue;
      newest = limit.told;
      last_named_[limit.window.substr(0, blank)] = limit.window.substr(blank + 1);
    }
  }

  std::optional<Instant> used_up_until(const Request& request) {
    const std::lock_guard alone(mutex_);
    // It may have been used up before the service named the one that it belongs to.
    return std::max(until(window_of(request)),
                    until(host_of(request.url).value_or(request.url) + path_of(request)));
  }

  /// Until when to wait after a refusal that does not say: twice as long as the last time, whoever waited.
  /// Those that come while it is waited for anyway are of the same limit.
  Instant after_untold(const Request& request, Instant now) {
    const std::lock_guard alone(mutex_);
    const std::string window = window_of(request);
    if (const auto known = until(window); known && *known > now) return *known;
    milliseconds& waited = waited_[window];
    waited = std::clamp(2 * waited, kUntold, kLongestUntold);
    return now + waited;
  }

  /// It was refused, and said for how long.
  void note_told_wait(const Request& request) {
    const std::lock_guard alone(mutex_);
    milliseconds& waited = waited_[window_of(request)];
    waited = std::max(waited, kUntold);
  }

  /// Returns its name.
  std::string use_up(const Request& request, Instant until) {
    const std::lock_guard alone(mutex_);
    std::string window = window_of(request);
    used_up_until_[window] = until;
    return window;
  }

  /// An answer came: `until` is when more can be had; absent: it does not say that nothing is left. It may
  /// be older than one that said so.
  void note(const Request& request, const Response& response, std::optional<Instant> until, Instant now) {
    const std::lock_guard alone(mutex_);
    if (const auto name = response.header("x-ratelimit-resource")) {
      named_[beginning_of(request)] = *name;
      last_named_[host_of(request.url).value_or(request.url)] = *name;
    }
    const std::string window = window_of(request);
    if (response.ok() || response.status == kNotModified) waited_.erase(window);
    if (until)
      used_up_until_[window] = *until;
    else if (const auto known = used_up_until_.find(window);
             known != used_up_until_.end() && known->second <= now)
      used_up_until_.erase(known);
  }

 private:
  std::optional<Instant> until(const std::string& window) const {
    const auto known = used_up_until_.find(window);
    return known == used_up_until_.end() ? std::nullopt : std::optional(known->second);
  }

  /// Paths that begin alike fall into one window; one that begins like none so far, into the last named.
  std::string window_of(const Request& request) const {
    const std::string host = host_of(request.url).value_or(request.url);
    if (const auto named = named_.find(beginning_of(request)); named != named_.end())
      return host + " " + named->second;
    if (const auto last = last_named_.find(host); last != last_named_.end()) return host + " " + last->second;
    return host + path_of(request);
  }

  std::mutex mutex_;
  std::map<std::string, Instant, std::less<>> used_up_until_;
  std::map<std::string, milliseconds, std::less<>> waited_;  ///< after the last of several refusals
  std::map<std::string, std::string, std::less<>> named_, last_named_;
};

class Throttled final : public Transport {
 public:
  Throttled(Transport& inner, Waiter& waiter, WindowRefusal is_window, const std::vector<RateLimit>& known,
            RateLimits* told)
      : inner_(inner),
        waiter_(waiter),
        is_window_(std::move(is_window)),
        windows_(known, waiter.now()),
        told_(told) {}

  Response send(const Request& request, const std::stop_token& stop) override {
    for (int waits = 0;; ++waits) {
      if (const auto until = windows_.used_up_until(request); until && !request.anonymous) wait(*until, stop);
      Response response = inner_.send(request, stop);
      windows_.note(request, response, next_window(response), waiter_.now());
      if (response.ok() || !is_window_(response) || waits == kMostWaits) return response;
      const Instant reset = reset_of(request, response);
      if (request.anonymous) {
        if (waits == kMostWaitsElsewhere || !waiter_.allows(reset)) return response;
        wait(reset, stop);
      } else {
        note(windows_.use_up(request, reset), reset);
      }
    }
  }

 private:
  void wait(Instant until, const std::stop_token& stop) {
    waiter_.wait_until(until, "the service's rate limit is used up", ErrorKind::rate_limit, stop);
  }

  /// So that who asks next, in another process, waits for it too.
  void note(std::string window, Instant reset) {
    if (!told_) return;
    RateLimit limit;
    limit.window = std::move(window);
    limit.reset = reset;
    limit.told = waiter_.now();
    told_->note(limit);
  }

  /// When there is more, if this answer was the last of its window.
  std::optional<Instant> next_window(const Response& response) const {
    const auto limit = told_limit(response, waiter_.now());
    const bool last = (response.ok() || response.status == kNotModified) && limit && limit->remaining == 0;
    return last ? std::optional(limit->reset) : std::nullopt;
  }

  Instant reset_of(const Request& request, const Response& response) {
    const Instant now = waiter_.now();
    const auto remaining = told_remaining(response);
    // What is left of the window says that it is another limit that was met.
    const bool of_the_window = !remaining || *remaining <= 0;
    if (const auto reset = told_reset(response, now); reset && of_the_window) return *reset;
    if (const auto asked = retry_after(response, now)) {
      windows_.note_told_wait(request);
      return now + std::clamp(*asked, kSlack, kLongestWindow);
    }
    return windows_.after_untold(request, now);
  }

  Transport& inner_;
  Waiter& waiter_;
  WindowRefusal is_window_;
  Windows windows_;
  RateLimits* told_;
};

}  // namespace

std::unique_ptr<Transport> make_throttled(Transport& inner, Waiter& waiter, WindowRefusal is_window,
                                          const std::vector<RateLimit>& known, RateLimits* told) {
  return std::make_unique<Throttled>(inner, waiter, std::move(is_window), known, told);
}

}  // namespace locker::http
