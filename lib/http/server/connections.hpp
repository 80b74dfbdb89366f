#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "lib/http/server/connection.hpp"

namespace locker::http {

/// The connections of a server that are open: an end reaches them all, and a new one finds room, so that
/// nobody is locked out by others who only wait.
class Connections {
 public:
  explicit Connections(std::size_t most) : most_(most) {}

  /// What a connection does: waits for a request to come whole, has one under way, or has its answer and
  /// only takes leave of it.
  enum class Phase { waiting, busy, answered };

  /// One that is open, as long as this lives.
  class Entry {
   public:
    /// Beyond the limit it takes the place of the one that has waited longest.
    Entry(Connections& all, Connection& connection);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    /// False if all others were busy: it is one too many.
    [[nodiscard]] bool is_admitted() const { return is_admitted_; }
    /// False if the server stops and there is to be no further request.
    bool set(Phase phase);

   private:
    friend class Connections;
    Connections& all_;
    Connection& connection_;
    Phase phase_ = Phase::waiting;
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
    bool is_admitted_ = false;
    bool has_place_ = false;  ///< until another needs it
  };

  [[nodiscard]] bool is_stopping();
  /// Requests under way get `grace` to end, or `stalled_grace` where the other side takes nothing just then;
  /// then their connections are stopped.
  void end(std::chrono::milliseconds grace, std::chrono::milliseconds stalled_grace);

 private:
  bool make_room();
  bool wait_for_requests(std::unique_lock<std::mutex>& lock, std::chrono::steady_clock::time_point until);
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Entry*> open_;
  std::size_t places_ = 0;  ///< taken
  bool stopping_ = false;
};

}  // namespace locker::http
