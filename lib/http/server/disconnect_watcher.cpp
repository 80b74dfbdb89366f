#include "lib/http/server/disconnect_watcher.hpp"

#include <poll.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace locker::http {
namespace {

constexpr std::chrono::milliseconds kDisconnectCheckInterval{50};
/// The time without sent data after which a client that shut down its sending side counts as disconnected.
constexpr std::chrono::milliseconds kLongestHalfClosed{1'000};

/// Returns the poll events that say how the peer ended the connection; 0: it did not.
short ending_of(int socket) {
  pollfd one{socket, POLLRDHUP, 0};
  return poll(&one, 1, 0) > 0 ? one.revents : short{0};
}

/// Waits for one interval; false once a stop is requested.
bool pause(const std::stop_token& end) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, end, kDisconnectCheckInterval, [] { return false; });
  return !end.stop_requested();
}

}  // namespace

DisconnectWatcher::DisconnectWatcher(const Connection& connection, const std::stop_token& also)
    : also_(also, [this] { left_.request_stop(); }),
      thread_([this, &connection](const std::stop_token& end) { look(connection, end); }) {}

/// A client that only shut down its sending side still reads: it counts as connected while it is sent data.
void DisconnectWatcher::look(const Connection& connection, const std::stop_token& end) {
  using Clock = std::chrono::steady_clock;
  std::uint64_t sent = connection.sent();
  auto moved = Clock::now();
  while (pause(end)) {
    const short ending = ending_of(connection.socket());
    if (const auto now_sent = connection.sent(); ending == 0 || now_sent != sent) {
      sent = now_sent;
      moved = Clock::now();
    }
    if ((ending & ~POLLRDHUP) != 0 || Clock::now() - moved >= kLongestHalfClosed) {
      left_.request_stop();
      return;
    }
  }
}

}  // namespace locker::http
