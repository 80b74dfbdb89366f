#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "lib/http/server/connection.hpp"

namespace locker::http {

/// The open connections of a server. All of them are reached by a shutdown. At the limit a new connection
/// displaces an idle one, so that idle clients lock nobody out.
class Connections {
 public:
  explicit Connections(std::size_t most) : most_(most) {}

  /// The state of a connection: waiting for a complete request, processing one, or finishing after the
  /// response.
  enum class Phase { waiting, busy, answered };

  /// One open connection, registered while this object lives.
  class Entry {
   public:
    /// At the limit, displaces the connection that has been idle for longest.
    Entry(Connections& all, Connection& connection);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    /// False if all other connections were busy: this one exceeds the limit.
    [[nodiscard]] bool is_admitted() const { return is_admitted_; }
    /// Returns false if the server is stopping and no further request may be read.
    bool set(Phase phase);

   private:
    friend class Connections;
    Connections& all_;
    Connection& connection_;
    Phase phase_ = Phase::waiting;
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
    bool is_admitted_ = false;
    bool has_place_ = false;  ///< counted in `places_`, until displaced
  };

  [[nodiscard]] bool is_stopping();
  /// Stops the server's connections: idle ones at once, busy ones after `grace` or, while their peer accepts
  /// no data, after `stalled_grace`.
  void end(std::chrono::milliseconds grace, std::chrono::milliseconds stalled_grace);

 private:
  bool make_room();
  bool wait_for_requests(std::unique_lock<std::mutex>& lock, std::chrono::steady_clock::time_point until);
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Entry*> open_;
  std::size_t places_ = 0;  ///< occupied
  bool stopping_ = false;
};

}  // namespace locker::http
