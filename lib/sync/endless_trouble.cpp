#include "lib/sync/endless_trouble.hpp"

namespace locker::sync {
namespace {

constexpr int kMostParts = 3, kMostStreams = 3;

}  // namespace

void EndlessTrouble::note(const Error& error) {
  if (error.kind() != ErrorKind::network) return is_over();
  if (message_ != error.what()) is_over();
  message_ = error.what();
  if (parts_++ == 0) ++streams_;
}

void EndlessTrouble::is_over() {
  message_.clear();
  parts_ = streams_ = 0;
}

bool EndlessTrouble::is_of_the_stream() const { return parts_ >= kMostParts; }

bool EndlessTrouble::is_of_the_service() const { return streams_ >= kMostStreams; }

}  // namespace locker::sync
