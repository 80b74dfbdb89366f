#include "lib/service/locker_client.hpp"

#include <cstdio>

#include "lib/base/error.hpp"
#include "lib/http/curl_transport.hpp"

namespace locker::service {
namespace {

/// Formats a time as seconds since 1970 with a fraction, like the clients of 2011.
std::string seconds_of(Instant time) {
  constexpr std::int64_t kMillis = 1'000;
  const std::int64_t millis = to_millis(time);
  char text[32];
  std::snprintf(text, sizeof(text), "%lld.%03lld", static_cast<long long>(millis / kMillis),
                static_cast<long long>(millis % kMillis));
  return text;
}

}  // namespace

void LockerClient::set_url(std::string url, std::string account) {
  url_ = std::move(url);
  account_ = std::move(account);
}

void LockerClient::call_at(const std::string& path, Instant when) const {
  if (url_.empty()) return;
  const auto query = http::form_encode({{"at", seconds_of(when)}, {"cb", path}});
  const auto answer = http::make_curl_transport()->send(
      {.method = "GET", .url = url_ + "/core/" + account_ + "/at?" + query}, stop_);
  if (!answer.ok())
    throw Error(ErrorKind::network, "core did not take the next call of " + path + ": it answered " +
                                        std::to_string(answer.status));
}

}  // namespace locker::service
