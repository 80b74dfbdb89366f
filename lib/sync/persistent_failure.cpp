#include "lib/sync/persistent_failure.hpp"

namespace locker::sync {
namespace {

constexpr int kMostParts = 3, kMostStreams = 3;

}  // namespace

void PersistentFailure::note(const Error& error) {
  if (error.kind() != ErrorKind::network) return note_success();
  if (message_ != error.what()) note_success();
  message_ = error.what();
  if (parts_++ == 0) ++streams_;
}

void PersistentFailure::note_success() {
  message_.clear();
  parts_ = streams_ = 0;
}

bool PersistentFailure::affects_stream() const { return parts_ >= kMostParts; }

bool PersistentFailure::affects_service() const { return streams_ >= kMostStreams; }

}  // namespace locker::sync
