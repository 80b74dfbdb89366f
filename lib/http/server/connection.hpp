#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>

namespace locker::http {

/// The peer is gone, or did not send or accept data in time.
struct Disconnected : std::runtime_error {
  enum class Cause { closed, timeout, companion };
  explicit Disconnected(const std::string& why, Cause from = Cause::closed)
      : std::runtime_error(why), cause(from) {}
  Cause cause;
};

class WriteBehind;

/// The write patience of a response that may be long: a client may stop reading for a while and continue.
inline constexpr std::chrono::hours kSlowReaderPatience{24};

/// A connected stream socket with a read buffer. Every wait ends at its timeout, or when another thread calls
/// `stop()`.
class Connection {
 public:
  /// Takes ownership of the socket.
  explicit Connection(int socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Sets the timeout of each wait for input.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }
  /// Sets the timeout of each wait until the peer accepts more data. One thread may write while another
  /// reads.
  void set_write_patience(std::chrono::milliseconds patience) { write_patience_ = patience; }
  /// Sets one deadline for all following waits for input.
  void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) { deadline_ = deadline; }
  /// Waits for input then also end, with Disconnected{companion}, when the connection on whose behalf this
  /// one is read has gone: when its peer closed it or, with `half`, shut down its sending side and nothing
  /// came here for a moment.
  void set_companion(const Connection* companion, bool half);

  /// Returns buffered input, at least one byte, after waiting if there is none; empty at the end. Throws
  /// Disconnected.
  std::string_view peek();
  void consume(std::size_t bytes);
  /// Returns the bytes before the empty line that ends a head; empty if the connection ended before the first
  /// byte. Throws BadMessage{431} beyond `most` bytes, Disconnected.
  std::string read_head(std::size_t most);
  /// Returns a line without its line end. Throws BadMessage{400} beyond `most` bytes, Disconnected.
  std::string read_line(std::size_t most);

  /// Writes all bytes. Throws Disconnected.
  void write(std::string_view bytes);
  /// Sends as many bytes as the peer accepts at once, perhaps none, and returns how many. Throws
  /// Disconnected.
  std::size_t send_some(std::string_view bytes);
  /// Waits until the peer accepts more data; false after `patience`.
  [[nodiscard]] bool wait_writable(std::chrono::milliseconds patience) const;
  /// Waits like write(): up to the write timeout. Throws Disconnected.
  void await_writable() const;
  /// Redirects write() to `behind`; null: writes directly.
  void set_behind(WriteBehind* behind) { behind_ = behind; }

  /// True if the buffer holds input that was not consumed.
  [[nodiscard]] bool has_rest() const { return begin_ < buffer_.size(); }
  /// Waits until there is input; false after `patience` or after stop().
  bool wait_readable(std::chrono::milliseconds patience);
  /// True if the peer has closed the connection, or has sent more than was read. Does not wait.
  [[nodiscard]] bool is_closed();
  /// Ends all waits, current and future. May be called from another thread.
  void stop();
  /// Like stop(), but only for waits for input; pending output is still sent.
  void stop_reading();
  /// Shuts down the sending side and briefly discards what the peer still sends: closing with unread input
  /// would make the peer lose the response (RFC 9112 section 9.6).
  void end_gently();
  /// Closes the connection with a reset, so that the peer can tell that the response is truncated.
  void reset();
  [[nodiscard]] int socket() const { return socket_; }
  /// True while a thread waits for the peer to accept more data. Thread-safe.
  [[nodiscard]] bool is_stalled() const { return stalled_; }
  /// Returns the number of bytes sent so far. Thread-safe.
  [[nodiscard]] std::uint64_t sent() const { return sent_; }

 private:
  bool fill();
  void await_input();
  int socket_;
  std::chrono::milliseconds patience_{30'000}, write_patience_{30'000};
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  int companion_ = -1;
  short companion_events_ = 0;
  WriteBehind* behind_ = nullptr;
  std::atomic<std::uint64_t> sent_ = 0;
  mutable std::atomic<bool> stalled_ = false;
  std::string buffer_;
  std::size_t begin_ = 0;
};

/// Connects to a loopback port, first at 127.0.0.1, then at ::1. Retries a refused connection until
/// `patience` is over. Throws Disconnected.
[[nodiscard]] int connect_to_loopback(int port, std::chrono::milliseconds patience,
                                      const std::stop_token& stop);

}  // namespace locker::http
