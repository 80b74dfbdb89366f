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

constexpr milliseconds kDefaultWait = std::chrono::minutes(1), kLongestDefaultWait = std::chrono::hours(4);
/// A refusal that ended longer ago does not affect the wait after the next one.
constexpr milliseconds kRemembered = std::chrono::hours(1);
constexpr int kMostWaits = 8, kMostWaitsElsewhere = 2;
constexpr int kNotModified = 304;

/// Returns the host and first segment: `api.example.com/search` for `/search/issues`.
std::string beginning_of(const Request& request) {
  const auto address = parse_address(request.url);
  if (!address) return request.url;
  return address->host + address->path.substr(0, address->path.find('/', 1));
}

/// When the windows of a service that are used up are reset. A window belongs to one path, or is named by the
/// service in its responses and counts many paths together. Thread-safe.
class Windows {
 public:
  /// Ignores limits reported later than `now`: the clock was wrong then.
  Windows(const std::vector<RateLimit>& known, Instant now) {
    Instant newest{};
    for (const auto& limit : known) {
      if (limit.reported_at > now) continue;
      if (limit.remaining <= 0 && !limit.limit && limit.reset + kRemembered > now)
        waited_[limit.window] = limit.reset - limit.reported_at;
      if (limit.remaining <= 0 && limit.reset > now)
        used_up_until_[limit.window] = std::min(limit.reset, now + kLongestWindow);
      const auto blank = limit.window.find(' ');
      if (blank == std::string::npos || limit.reported_at < newest) continue;
      newest = limit.reported_at;
      last_named_[limit.window.substr(0, blank)] = limit.window.substr(blank + 1);
    }
  }

  std::optional<Instant> used_up_until(const Request& request) {
    const std::lock_guard alone(mutex_);
    // The path's own window may have been used up before the service named the window it belongs to.
    return std::max(until(window_of(request)),
                    until(host_of(request.url).value_or(request.url) + path_of(request)));
  }

  /// Returns the end of the wait after a refusal that states none: twice the previous wait, whichever process
  /// waited. Requests refused during a wait belong to the same limit and get the same end.
  Instant end_of_default_wait(const Request& request, Instant now) {
    const std::lock_guard alone(mutex_);
    const std::string window = window_of(request);
    if (const auto known = until(window); known && *known > now) return *known;
    milliseconds& waited = waited_[window];
    waited = std::clamp(2 * waited, kDefaultWait, kLongestDefaultWait);
    return now + waited;
  }

  /// Notes that a refusal stated its wait.
  void note_stated_wait(const Request& request) {
    const std::lock_guard alone(mutex_);
    milliseconds& waited = waited_[window_of(request)];
    waited = std::max(waited, kDefaultWait);
  }

  /// Returns the window's name.
  std::string use_up(const Request& request, Instant until) {
    const std::lock_guard alone(mutex_);
    std::string window = window_of(request);
    used_up_until_[window] = until;
    return window;
  }

  /// Notes a response. `until`: the reset, if it reports that nothing is left; else absent. A response may be
  /// older than one that reported that.
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

  /// Paths with the same first segment belong to one window. For a new first segment, the last named window
  /// is assumed.
  std::string window_of(const Request& request) const {
    const std::string host = host_of(request.url).value_or(request.url);
    if (const auto named = named_.find(beginning_of(request)); named != named_.end())
      return host + " " + named->second;
    if (const auto last = last_named_.find(host); last != last_named_.end()) return host + " " + last->second;
    return host + path_of(request);
  }

  std::mutex mutex_;
  std::map<std::string, Instant, std::less<>> used_up_until_;
  std::map<std::string, milliseconds, std::less<>> waited_;  ///< last wait of a series of refusals
  std::map<std::string, std::string, std::less<>> named_, last_named_;
};

class Throttled final : public Transport {
 public:
  Throttled(Transport& inner, Waiter& waiter, WindowRefusal is_window, const std::vector<RateLimit>& known,
            RateLimits* reported)
      : inner_(inner),
        waiter_(waiter),
        is_window_(std::move(is_window)),
        windows_(known, waiter.now()),
        reported_(reported) {}

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

  /// Records the wait, so that the next process waits too.
  void note(std::string window, Instant reset) {
    if (!reported_) return;
    RateLimit limit;
    limit.window = std::move(window);
    limit.reset = reset;
    limit.reported_at = waiter_.now();
    reported_->note(limit);
  }

  /// Returns the reset if this response was the last of its window.
  std::optional<Instant> next_window(const Response& response) const {
    const auto limit = reported_limit(response, waiter_.now());
    const bool last = (response.ok() || response.status == kNotModified) && limit && limit->remaining == 0;
    return last ? std::optional(limit->reset) : std::nullopt;
  }

  Instant reset_of(const Request& request, const Response& response) {
    const Instant now = waiter_.now();
    const auto remaining = reported_remaining(response);
    // If requests are left in the window, another limit was hit.
    const bool of_the_window = !remaining || *remaining <= 0;
    if (const auto reset = reported_reset(response, now); reset && of_the_window) return *reset;
    if (const auto asked = retry_after(response, now)) {
      windows_.note_stated_wait(request);
      return now + std::clamp(*asked, kResetSlack, kLongestWindow);
    }
    return windows_.end_of_default_wait(request, now);
  }

  Transport& inner_;
  Waiter& waiter_;
  WindowRefusal is_window_;
  Windows windows_;
  RateLimits* reported_;
};

}  // namespace

std::unique_ptr<Transport> make_throttled(Transport& inner, Waiter& waiter, WindowRefusal is_window,
                                          const std::vector<RateLimit>& known, RateLimits* reported) {
  return std::make_unique<Throttled>(inner, waiter, std::move(is_window), known, reported);
}

}  // namespace locker::http
