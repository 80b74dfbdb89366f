#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "lib/http/server/connection.hpp"

namespace locker::http {

/// While it lives, data that the peer of a connection does not accept at once is buffered in an unnamed file,
/// so that the writer can go on: a slow client does not hold the resources from which its response is
/// produced.
class WriteBehind {
 public:
  struct Bounds {
    std::uint64_t most;                  ///< greatest number of buffered bytes; beyond, the writer waits
    std::chrono::milliseconds patience;  ///< total time of such waits, from construction on
  };
  /// The file is created in `folder`, when first needed.
  WriteBehind(Connection& connection, std::filesystem::path folder, Bounds bounds);
  ~WriteBehind();
  WriteBehind(const WriteBehind&) = delete;
  WriteBehind& operator=(const WriteBehind&) = delete;

  /// Replaces the connection's own write() meanwhile. Throws Disconnected, and Error{internal} if the data
  /// cannot be buffered.
  void write(std::string_view bytes);
  /// Sends what is buffered, each wait limited by the connection's write timeout. Throws Disconnected.
  void finish();

 private:
  class Ring;
  void send_kept();
  Connection& connection_;
  const std::chrono::steady_clock::time_point until_;
  const std::unique_ptr<Ring> kept_;
};

}  // namespace locker::http
