#pragma once

#include <memory>

#include "lib/base/clock.hpp"
#include "lib/http/transport.hpp"

namespace locker::http {

/// A transport that accepts hints about future requests: these are sent concurrently, although the caller
/// takes the responses one after the other.
class PrefetchingTransport : public Transport {
 public:
  /// Sends `request` on another thread, so that send() finds the response. Does nothing if it is already on
  /// its way; returns false if `most` or more responses are waiting to be taken.
  virtual bool prefetch(const Request& request, std::size_t most) = 0;
  /// Returns `response` to the next send() of the same request, unless too many bytes are held already.
  virtual void keep(const Request& request, Response response) = 0;
  /// Discards all held and pending responses: later calls of send() get responses of their own time.
  virtual void invalidate() = 0;
};

/// Sends at most `at_once` requests concurrently to `inner`, which is used by that many threads and by the
/// caller's. Each response, or Error, is returned once, with the time of its request. Unused ones are dropped
/// with this object. Responses that wait to be taken are held to some 8 MB in all: with large ones fewer
/// requests are sent ahead, and transfers pause; a single response may exceed that. With `at_once` below 2
/// nothing is sent ahead.
[[nodiscard]] std::unique_ptr<PrefetchingTransport> make_prefetching(Transport& inner, const Clock& clock,
                                                                     int at_once);

}  // namespace locker::http
