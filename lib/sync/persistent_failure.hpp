#pragma once

#include <string>

#include "lib/base/error.hpp"

namespace locker::sync {

/// Decides how far a failure reaches that outlasted all retries, each of which takes a minute. The same
/// failure of several parts of a stream in a row is that of the whole stream; of several streams in a row,
/// that of the service or the network.
class PersistentFailure {
 public:
  void stream_begins() { parts_ = 0; }
  /// Records why a part failed.
  void note(const Error& error);
  /// A part was read, so earlier failures did not concern everything.
  void note_success();
  /// True if the further parts of the stream need not be tried.
  [[nodiscard]] bool affects_stream() const;
  /// True if no other stream needs to be tried.
  [[nodiscard]] bool affects_service() const;

 private:
  std::string message_;  ///< of the failure; empty: none
  int parts_ = 0, streams_ = 0;
};

}  // namespace locker::sync
