#pragma once

#include <string_view>

#include "lib/base/home.hpp"
#include "lib/base/time.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/stream_times.hpp"

namespace locker::sync {

/// Streams whose service refused a lower bound (since_id), with the time. For a day they are asked without
/// one; then the bound is tried again, since the refusal may have been of that one only. Stored in the
/// account's folder, because each run would be refused anew.
class RefusedBounds {
 public:
  RefusedBounds(const Home& home, std::string_view account);

  [[nodiscard]] bool is_refused(const store::StreamName& stream, Instant now) const;
  void note(const store::StreamName& stream, Instant now) { refused_.set(stream, now); }

 private:
  StreamTimes refused_;
};

}  // namespace locker::sync
