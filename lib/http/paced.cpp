#include "lib/http/paced.hpp"

#include <algorithm>
#include <charconv>
#include <map>
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
constexpr milliseconds kUntold = std::chrono::minutes(1);
constexpr int kMostWaits = 8;

std::optional<std::int64_t> number(const Response& response, std::string_view name, std::string_view other) {
  auto header = response.header(name);
  if (!header) header = response.header(other);
  std::int64_t value = 0;
  if (!header || std::from_chars(header->data(), header->data() + header->size(), value).ec != std::errc())
    return std::nullopt;
  return value;
}

/// `/2/users/*/tweets`: what the service counts together.
std::string window_of(const Request& request) {
  const auto address = parse_address(request.url);
  if (!address) return request.url;
  std::string key = address->host;
  for (std::size_t at = 0; at < address->path.size();) {
    const auto end = std::min(address->path.find('/', at + 1), address->path.size());
    const auto segment = std::string_view(address->path).substr(at + 1, end - at - 1);
    const bool is_id = !segment.empty() &&
                       segment.find_first_not_of("0123456789-") == std::string_view::npos &&
                       at > 0;  // the first one is a version
    key.append("/").append(is_id ? "*" : segment);
    at = end;
  }
  return key;
}

class Paced final : public Transport {
 public:
  Paced(Transport& inner, Waiter& waiter, WindowRefusal is_window)
      : inner_(inner), waiter_(waiter), is_window_(std::move(is_window)) {}

  Response send(const Request& request, const std::stop_token& stop) override {
    const std::string window = window_of(request);
    for (int waits = 0;; ++waits) {
      if (const auto used_up = used_up_until_.find(window); used_up != used_up_until_.end())
        waiter_.wait_until(used_up->second, "the service's rate limit is used up: waiting", stop);
      Response response = inner_.send(request, stop);
      note(window, response);
      if (response.ok() || !is_window_(response) || waits == kMostWaits) return response;
      used_up_until_[window] = reset_of(response, waits);
    }
  }

 private:
  void note(const std::string& window, const Response& response) {
    used_up_until_.erase(window);
    const auto remaining = number(response, "x-rate-limit-remaining", "x-ratelimit-remaining");
    if (response.ok() && remaining && *remaining <= 0)
      if (const auto reset = told_reset(response)) used_up_until_[window] = *reset;
  }

  /// By the service's clock where it tells it, so that ours may be wrong.
  std::optional<Instant> told_reset(const Response& response) const {
    const auto seconds = number(response, "x-rate-limit-reset", "x-ratelimit-reset");
    if (!seconds || *seconds < 0 || *seconds > INT64_MAX / 1000) return std::nullopt;
    const Instant now = waiter_.now();
    const Instant theirs = parse_date(response.header("Date").value_or("")).value_or(now);
    const auto left =
        std::clamp<milliseconds>(from_millis(*seconds * 1000) - theirs, milliseconds(0), kLongestWindow);
    return now + left + kSlack;
  }

  Instant reset_of(const Response& response, int waits) const {
    if (const auto reset = told_reset(response)) return *reset;
    const Instant now = waiter_.now();
    if (const auto asked = retry_after(response, now))
      return now + std::clamp(*asked, kSlack, kLongestWindow);
    return now + kUntold * (1 << waits);
  }

  Transport& inner_;
  Waiter& waiter_;
  WindowRefusal is_window_;
  std::map<std::string, Instant, std::less<>> used_up_until_;
};

}  // namespace

std::unique_ptr<Transport> make_paced(Transport& inner, Waiter& waiter, WindowRefusal is_window) {
  return std::make_unique<Paced>(inner, waiter, std::move(is_window));
}

}  // namespace locker::http
