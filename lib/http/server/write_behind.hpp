#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "lib/http/server/connection.hpp"

namespace locker::http {

/// While it lives, what the other side of a connection does not take at once is kept in a file without a
/// name, and who writes goes on: what an answer is read from is let go, however slowly it is taken.
class WriteBehind {
 public:
  struct Bounds {
    std::uint64_t most;                  ///< bytes kept; who writes beyond that waits
    std::chrono::milliseconds patience;  ///< for all such waits together, from now on
  };
  /// `folder` is where the file is made, once it is needed.
  WriteBehind(Connection& connection, std::filesystem::path folder, Bounds bounds);
  ~WriteBehind();
  WriteBehind(const WriteBehind&) = delete;
  WriteBehind& operator=(const WriteBehind&) = delete;

  /// What the connection's own write() does meanwhile. Throws Disconnected; Error{internal} where nothing
  /// can be kept.
  void write(std::string_view bytes);
  /// Sends what is kept, with the connection's own patience for each wait. Throws Disconnected.
  void finish();

 private:
  class Ring;
  void send_kept();
  Connection& connection_;
  const std::chrono::steady_clock::time_point until_;
  const std::unique_ptr<Ring> kept_;
};

}  // namespace locker::http
