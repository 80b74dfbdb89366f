#pragma once

#include <memory>

#include "lib/base/clock.hpp"
#include "lib/http/transport.hpp"

namespace locker::http {

/// A transport that can be told what it will be asked for, so that requests go out side by side though
/// their answers are taken one after the other.
class PrefetchingTransport : public Transport {
 public:
  /// Sends this on another thread, to be there when it is asked for. Nothing where it is on its way, or
  /// where `most` answers or more wait to be asked for; false in that case.
  virtual bool prefetch(const Request& request, std::size_t most) = 0;
  /// Gives this answer to whoever asks the same next, instead of sending it, unless too much is kept already.
  virtual void keep(const Request& request, Response response) = 0;
  /// What is kept or was expected is given to nobody: who asks from now on gets an answer of from now on.
  virtual void invalidate() = 0;
};

/// At most `at_once` requests are under way to `inner`, which is used by that many threads and by whoever
/// asks. An answer is given once, as it came, with the time when it was asked for; so is an Error. What is
/// never asked for ends with this object. Where answers are large fewer are sent ahead, and what comes of
/// them stands still where it is too much, so that those that nobody has taken are some 8 MB at most, or one
/// alone what it takes. With `at_once` below 2 nothing is sent ahead.
[[nodiscard]] std::unique_ptr<PrefetchingTransport> make_prefetching(Transport& inner, const Clock& clock,
                                                                     int at_once);

}  // namespace locker::http
