#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/time.hpp"
#include "lib/http/transport.hpp"

namespace locker::http {

/// What a service told of one window of its rate limits.
struct RateLimit {
  std::string window;                 ///< `HOST/PATH`, ids left out, or `HOST NAME` where it has a name
  std::optional<std::int64_t> limit;  ///< absent: not told
  std::int64_t remaining = 0;
  Instant reset;  ///< when it begins anew, by our clock
  Instant told;
};

/// `/users/*/posts` of a request's path, ids in it left out: what a service counts together, unless it
/// says otherwise.
[[nodiscard]] std::string path_of(const Request& request);

/// How many more requests the window allows (`x-rate-limit-remaining`, also `x-ratelimit-remaining`).
[[nodiscard]] std::optional<std::int64_t> told_remaining(const Response& response);

/// When the headers `x-rate-limit-reset` or `x-ratelimit-reset` say that the window begins anew. By the
/// service's clock where it tells it, so that ours may be wrong.
[[nodiscard]] std::optional<Instant> told_reset(const Response& response, Instant now);

/// What these headers say; absent unless they tell both what remains and when it begins anew. `window` is
/// left empty.
[[nodiscard]] std::optional<RateLimit> told_limit(const Response& response, Instant now);

/// The newest of each window; but one that is used up stays so until it begins anew, because answers do not
/// come in the order in which they were given. Used by many threads.
class RateLimits {
 public:
  void note(const RateLimit& limit);
  [[nodiscard]] std::vector<RateLimit> all() const;

 private:
  mutable std::mutex mutex_;
  std::vector<RateLimit> limits_;
};

/// Notes what each answer of `inner` tells; one that refuses for a while (`Retry-After` with 429 or 403)
/// counts as a window that is used up until then.
[[nodiscard]] std::unique_ptr<Transport> make_limit_noting(Transport& inner, RateLimits& limits,
                                                           std::function<Instant()> now);

}  // namespace locker::http
