#include "lib/http/rate_limits.hpp"

#include <algorithm>
#include <charconv>

#include "lib/http/address.hpp"
#include "lib/http/date.hpp"
#include "lib/http/status.hpp"

namespace locker::http {
namespace {

using std::chrono::milliseconds;

constexpr int kForbidden = 403;

std::optional<std::int64_t> number(const Response& response, const std::string& name) {
  auto header = response.header("x-rate-limit-" + name);
  if (!header) header = response.header("x-ratelimit-" + name);
  std::int64_t value = 0;
  if (!header || std::from_chars(header->data(), header->data() + header->size(), value).ec != std::errc())
    return std::nullopt;
  return value;
}

std::string window_of(const Request& request, const Response& response) {
  const auto address = parse_address(request.url);
  const std::string host = address ? address->host : std::string();
  const auto name = response.header("x-ratelimit-resource");
  return name ? host + " " + std::string(*name) : host + path_of(request);
}

std::optional<RateLimit> asked_to_wait(const Response& response, Instant now) {
  if (response.status != kTooManyRequests && response.status != kForbidden) return std::nullopt;
  const auto wait = retry_after(response, now);
  if (!wait) return std::nullopt;
  RateLimit limit;
  limit.reset = now + std::clamp(*wait, kResetSlack, kLongestWindow);
  limit.reported_at = now;
  return limit;
}

/// A refusal with Retry-After while the reported window is not used up means another limit.
std::optional<RateLimit> limit_of(const Response& response, Instant now) {
  auto reported = reported_limit(response, now);
  if (reported && reported->remaining == 0) return reported;
  auto asked = asked_to_wait(response, now);
  return asked ? asked : reported;
}

class LimitNoting final : public Transport {
 public:
  LimitNoting(Transport& inner, RateLimits& limits, std::function<Instant()> now)
      : inner_(inner), limits_(limits), now_(std::move(now)) {}

  Response send(const Request& request, const std::stop_token& stop) override {
    Response response = inner_.send(request, stop);
    const Instant now = now_();
    if (auto limit = limit_of(response, now)) {
      limit->window = window_of(request, response);
      limits_.note(*limit);
    }
    return response;
  }

 private:
  Transport& inner_;
  RateLimits& limits_;
  const std::function<Instant()> now_;
};

}  // namespace

std::string path_of(const Request& request) {
  const auto address = parse_address(request.url);
  if (!address) return request.url;
  std::string key;
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

std::optional<std::int64_t> reported_remaining(const Response& response) {
  return number(response, "remaining");
}

std::optional<Instant> reported_reset(const Response& response, Instant now) {
  const auto seconds = number(response, "reset");
  if (!seconds || *seconds < 0 || *seconds > INT64_MAX / 1000) return std::nullopt;
  const Instant theirs = parse_date(response.header("Date").value_or("")).value_or(now);
  const auto left =
      std::clamp<milliseconds>(from_millis(*seconds * 1000) - theirs, milliseconds(0), kLongestWindow);
  return now + left + kResetSlack;
}

std::optional<RateLimit> reported_limit(const Response& response, Instant now) {
  const auto remaining = reported_remaining(response);
  const auto reset = reported_reset(response, now);
  if (!remaining || !reset) return std::nullopt;
  RateLimit limit;
  limit.limit = number(response, "limit");
  limit.remaining = std::max<std::int64_t>(*remaining, 0);
  limit.reset = *reset;
  limit.reported_at = now;
  return limit;
}

std::vector<RateLimit> RateLimits::all() const {
  const std::lock_guard guard(mutex_);
  return limits_;
}

void RateLimits::note(const RateLimit& limit) {
  const std::lock_guard guard(mutex_);
  const auto known = std::ranges::find(limits_, limit.window, &RateLimit::window);
  if (known == limits_.end()) {
    limits_.push_back(limit);
    return;
  }
  const bool is_over = known->remaining > 0 || known->reset <= limit.reported_at;
  if (is_over || limit.remaining == 0) *known = limit;
}

std::unique_ptr<Transport> make_limit_noting(Transport& inner, RateLimits& limits,
                                             std::function<Instant()> now) {
  return std::make_unique<LimitNoting>(inner, limits, std::move(now));
}

}  // namespace locker::http
