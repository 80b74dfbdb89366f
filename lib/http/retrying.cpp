#include "lib/http/retrying.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <random>

#include "lib/base/error.hpp"
#include "lib/http/address.hpp"
#include "lib/http/date.hpp"
#include "lib/http/status.hpp"

namespace locker::http {
namespace {

constexpr int kAccepted = 202, kUnavailable = 503;
constexpr int kNotImplemented = 501;

bool is_trouble(const Request& request, const Response& response) {
  if (response.status == kAccepted) return request.method == "GET";
  return response.status >= 500 && response.status != kNotImplemented;
}

/// True for truncated JSON that the connection did not reveal: the body ends with the connection, or a
/// compressed body was cut before its length was counted.
bool is_cut(const Response& response) {
  const std::string_view body = response.body;
  const auto begin = body.find_first_not_of(" \t\r\n");
  if (response.status != 200 || begin == std::string_view::npos) return false;
  if (body[begin] != '{' && body[begin] != '[') return false;
  int depth = 0;
  bool in_string = false;
  for (std::size_t at = begin; at < body.size(); ++at) {
    const char c = body[at];
    if (in_string)
      at += c == '\\' ? 1 : 0;
    else
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    if (c == '"') in_string = !in_string;
  }
  return in_string || depth > 0;
}

class Retrying final : public Transport {
 public:
  Retrying(Transport& inner, Waiter& waiter, RetryPolicy policy)
      : inner_(inner), waiter_(waiter), policy_(policy), random_(std::random_device{}()) {}

  Response send(const Request& request, const std::stop_token& stop) override {
    for (int attempt = 0;; ++attempt) {
      const bool last = attempt == policy_.retries;
      std::string reason;
      auto cause = ErrorKind::network;
      auto pause = delay(attempt);
      try {
        Response response = inner_.send(request, stop);
        const bool cut = attempt == 0 && !policy_.unprocessed_only && is_cut(response);
        if (last || !(cut || asks_again(request, response))) return response;
        reason = host_of(request.url).value_or("the service") +
                 (cut ? "'s answer was cut short" : " answered " + std::to_string(response.status));
        if (response.status == kTooManyRequests) cause = ErrorKind::rate_limit;
        if (const auto asked = retry_after(response, waiter_.now())) pause = std::max(pause, *asked);
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::network || last || policy_.unprocessed_only) throw;
        reason = error.what();
      }
      waiter_.wait_until(waiter_.now() + std::min(pause, kLongest), reason, cause, stop);
    }
  }

 private:
  [[nodiscard]] bool asks_again(const Request& request, const Response& response) const {
    if (!policy_.unprocessed_only) return is_trouble(request, response);
    return response.status == kTooManyRequests || response.status == kUnavailable;
  }

  static constexpr std::chrono::milliseconds kLongest = std::chrono::hours(1);

  std::chrono::milliseconds delay(int attempt) {
    const auto full = std::min(policy_.most, policy_.first * (1 << std::min(attempt, 16)));
    std::uniform_int_distribution<std::int64_t> chance(full.count() / 2, full.count());
    const std::lock_guard alone(mutex_);
    return std::chrono::milliseconds(chance(random_));
  }

  Transport& inner_;
  Waiter& waiter_;
  RetryPolicy policy_;
  std::mutex mutex_;
  std::minstd_rand random_;
};

}  // namespace

std::unique_ptr<Transport> make_retrying(Transport& inner, Waiter& waiter, RetryPolicy policy) {
  return std::make_unique<Retrying>(inner, waiter, policy);
}

}  // namespace locker::http
