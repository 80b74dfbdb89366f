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

/// The other side is gone, or did not send or take anything in time.
struct Disconnected : std::runtime_error {
  enum class Cause { closed, timeout, companion };
  explicit Disconnected(const std::string& why, Cause from = Cause::closed)
      : std::runtime_error(why), cause(from) {}
  Cause cause;
};

class WriteBehind;

/// A connected stream socket, read through a buffer. Every wait ends: after its patience, or when
/// `stop()` was called from another thread.
class Connection {
 public:
  /// Takes the socket over and closes it.
  explicit Connection(int socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// For each wait for input.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }
  /// For each wait until the other side takes more. Another thread may write while this one reads.
  void set_write_patience(std::chrono::milliseconds patience) { write_patience_ = patience; }
  /// For all waits for input to come together.
  void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) { deadline_ = deadline; }
  /// Waiting for input also ends, with Disconnected{companion}, when the one for whom this is read has
  /// gone: closed its side for good, or (`half`) will send nothing more, and nothing came for a moment.
  void set_companion(const Connection* companion, bool half);

  /// What is there, at least one byte; nothing at the end. Throws Disconnected.
  std::string_view peek();
  void consume(std::size_t bytes);
  /// The bytes up to and without the empty line that ends a head; empty at a clean end before the
  /// first byte. Throws BadMessage{431} beyond `most` bytes, Disconnected.
  std::string read_head(std::size_t most);
  /// A line without its end. Throws BadMessage{400} beyond `most` bytes, Disconnected.
  std::string read_line(std::size_t most);

  /// Throws Disconnected.
  void write(std::string_view bytes);
  /// As many of them as the other side takes at once, perhaps none. Throws Disconnected.
  std::size_t send_some(std::string_view bytes);
  /// Until the other side takes more; false after `patience`.
  [[nodiscard]] bool wait_writable(std::chrono::milliseconds patience) const;
  /// The same as write() waits. Throws Disconnected.
  void await_writable() const;
  /// Who writes in place of write(); null: nobody.
  void set_behind(WriteBehind* behind) { behind_ = behind; }

  /// True if something came that was not consumed.
  [[nodiscard]] bool has_rest() const { return begin_ < buffer_.size(); }
  /// Waits until there is something to read; false after `patience` or after stop().
  bool wait_readable(std::chrono::milliseconds patience);
  /// True if the other side has closed, or sent more than was read. Does not wait.
  [[nodiscard]] bool is_closed();
  /// Ends all waiting from another thread, for good.
  void stop();
  /// The same for what waits for input only; what was written still goes out.
  void stop_reading();
  /// Says that nothing more comes, and for a moment drops what the other side still sends: closing
  /// over unread bytes would take the answer away from it (RFC 9112 section 9.6).
  void end_gently();
  /// Closes so that the other side sees that what it got is not whole.
  void reset();
  [[nodiscard]] int socket() const { return socket_; }
  /// True while somebody waits until the other side takes more; other threads may ask.
  [[nodiscard]] bool is_stalled() const { return stalled_; }
  /// Bytes that the other side was sent so far; other threads may ask.
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

/// Connects to a loopback port, 127.0.0.1 then ::1. A refusal is tried again until `patience` is over.
/// Throws Disconnected.
[[nodiscard]] int connect_to_loopback(int port, std::chrono::milliseconds patience,
                                      const std::stop_token& stop);

}  // namespace locker::http
