#include "lib/http/server/connection.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "lib/http/server/message_head.hpp"
#include "lib/http/server/write_behind.hpp"

namespace locker::http {
namespace {

constexpr std::size_t kPiece = 16 * 1024;
constexpr std::int64_t kLongestPoll = 86'400'000;  // ms
/// The time left for input once the companion has shut down its sending side.
constexpr std::chrono::milliseconds kPatienceOfHalfClosed{5'000};

bool wait_for(int socket, short events, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd one{socket, events, 0};
    const int ready =
        poll(&one, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, kLongestPoll)));
    if (ready > 0) return true;
    if (ready == 0 ? left.count() <= kLongestPoll : errno != EINTR) return false;
  }
}

}  // namespace

Connection::Connection(int socket) : socket_(socket) {
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  fcntl(socket_, F_SETFL, fcntl(socket_, F_GETFL) | O_NONBLOCK);
}

Connection::~Connection() { close(socket_); }

void Connection::set_companion(const Connection* companion, bool half) {
  companion_ = companion ? companion->socket_ : -1;
  companion_events_ = half ? POLLRDHUP : 0;
}

void Connection::await_input() {
  using Cause = Disconnected::Cause;
  using Clock = std::chrono::steady_clock;
  auto until = Clock::now() + patience_;
  if (deadline_) until = std::min(until, *deadline_);
  pollfd both[] = {{socket_, POLLIN, 0}, {companion_, companion_events_, 0}};
  Cause cause = Cause::timeout;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    const int ready = poll(both, 2, static_cast<int>(std::clamp<std::int64_t>(left, 0, kLongestPoll)));
    if (ready > 0 && both[0].revents != 0) return;
    if (ready == 0 && left <= kLongestPoll) throw Disconnected("nothing moved in time", cause);
    if (ready <= 0) continue;
    if (both[1].revents != POLLRDHUP) throw Disconnected("the one who asked is gone", Cause::companion);
    // The peer may only have shut down its sending side.
    both[1].fd = -1;
    until = std::min(until, Clock::now() + kPatienceOfHalfClosed);
    cause = Cause::companion;
  }
}

bool Connection::fill() {
  if (begin_ == buffer_.size()) {
    buffer_.clear();
    begin_ = 0;
  }
  for (;;) {
    const std::size_t had = buffer_.size();
    buffer_.resize(had + kPiece);
    const ssize_t got = recv(socket_, buffer_.data() + had, kPiece, 0);
    buffer_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got > 0) return true;
    if (got == 0) return false;
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) throw Disconnected("the connection broke");
    await_input();
  }
}

std::string_view Connection::peek() {
  if (begin_ == buffer_.size() && !fill()) return {};
  return std::string_view(buffer_).substr(begin_);
}

void Connection::consume(std::size_t bytes) { begin_ += bytes; }

std::string Connection::read_head(std::size_t most) {
  // Skips empty lines before a request (RFC 9112 section 2.2).
  for (;;) {
    const auto there = peek();
    if (there.empty()) return {};
    if (there.front() != '\r' && there.front() != '\n') break;
    consume(1);
  }
  std::size_t looked = 0;
  for (;;) {
    const std::string_view there = std::string_view(buffer_).substr(begin_);
    // A head ends at the first empty line, with LF or CR LF.
    for (auto feed = there.find('\n', looked); feed != std::string_view::npos;
         feed = there.find('\n', feed + 1)) {
      const auto next = there.substr(feed + 1, 2);
      const std::size_t blank = next.starts_with('\n') ? 1 : next == "\r\n" ? 2 : 0;
      if (blank == 0) continue;
      if (feed > most) break;
      std::string head(there.substr(0, feed + 1));
      consume(feed + 1 + blank);
      return head;
    }
    if (there.size() > most)
      throw BadMessage(431, "the head is longer than " + std::to_string(most) + " bytes");
    looked = there.size() > 3 ? there.size() - 3 : 0;
    if (!fill()) throw Disconnected("the head was cut off");
  }
}

std::string Connection::read_line(std::size_t most) {
  std::size_t looked = 0;
  for (;;) {
    const std::string_view there = std::string_view(buffer_).substr(begin_);
    const auto feed = there.find('\n', looked);
    if (feed != std::string_view::npos && feed <= most + 1) {
      std::string line(there.substr(0, feed));
      consume(feed + 1);
      if (!line.ends_with('\r')) throw BadMessage(400, "a line does not end with CR LF");
      line.pop_back();
      return line;
    }
    if (there.size() > most + 1) throw BadMessage(400, "a line is too long");
    looked = there.size();
    if (!fill()) throw Disconnected("a line was cut off");
  }
}

std::size_t Connection::send_some(std::string_view bytes) {
  for (;;) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      sent_ += static_cast<std::uint64_t>(sent);
      return static_cast<std::size_t>(sent);
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    if (errno != EINTR) throw Disconnected("the connection broke");
  }
}

bool Connection::wait_writable(std::chrono::milliseconds patience) const {
  return wait_for(socket_, POLLOUT, patience);
}

void Connection::await_writable() const {
  stalled_ = true;
  const bool is_taken = wait_writable(write_patience_);
  stalled_ = false;
  if (!is_taken) throw Disconnected("nothing was taken in time", Disconnected::Cause::timeout);
}

void Connection::write(std::string_view bytes) {
  if (behind_) return behind_->write(bytes);
  while (!bytes.empty()) {
    const std::size_t sent = send_some(bytes);
    bytes.remove_prefix(sent);
    if (sent == 0) await_writable();
  }
}

bool Connection::wait_readable(std::chrono::milliseconds patience) {
  return begin_ < buffer_.size() || wait_for(socket_, POLLIN, patience);
}

bool Connection::is_closed() {
  if (has_rest()) return true;
  char byte = 0;
  const ssize_t got = recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

void Connection::stop() { shutdown(socket_, SHUT_RDWR); }

void Connection::stop_reading() { shutdown(socket_, SHUT_RD); }

void Connection::end_gently() {
  constexpr std::chrono::milliseconds kQuiet{1'000}, kLongest{5'000};
  constexpr std::size_t kMost = 256 << 20;
  shutdown(socket_, SHUT_WR);
  char dropped[kPiece];
  const auto deadline = std::chrono::steady_clock::now() + kLongest;
  for (std::size_t sum = 0; sum < kMost && std::chrono::steady_clock::now() < deadline;) {
    if (!wait_for(socket_, POLLIN, kQuiet)) return;
    const ssize_t got = recv(socket_, dropped, sizeof(dropped), 0);
    if (got <= 0) return;
    sum += static_cast<std::size_t>(got);
  }
}

void Connection::reset() {
  const linger at_once{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  // Connecting to AF_UNSPEC sends the reset now and keeps the descriptor reserved until the owner closes it.
  sockaddr nothing{};
  nothing.sa_family = AF_UNSPEC;
  connect(socket_, &nothing, sizeof(nothing));
}

namespace {

int try_connect(const sockaddr* address, socklen_t size, int family, std::chrono::milliseconds patience) {
  const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) throw Disconnected(std::string("no socket: ") + std::strerror(errno));
  if (connect(socket, address, size) == 0) return socket;
  if (errno == EINPROGRESS && wait_for(socket, POLLOUT, patience)) {
    int error = 0;
    socklen_t length = sizeof(error);
    getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error == 0) return socket;
  }
  close(socket);
  return -1;
}

}  // namespace

int connect_to_loopback(int port, std::chrono::milliseconds patience, const std::stop_token& stop) {
  constexpr std::chrono::milliseconds kAgain{20}, kOne{1'000};
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(static_cast<std::uint16_t>(port));
  four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = four.sin_port;
  six.sin6_addr = in6addr_loopback;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const int first = try_connect(reinterpret_cast<sockaddr*>(&four), sizeof(four), AF_INET, kOne);
    if (first >= 0) return first;
    const int second = try_connect(reinterpret_cast<sockaddr*>(&six), sizeof(six), AF_INET6, kOne);
    if (second >= 0) return second;
    if (stop.stop_requested() || std::chrono::steady_clock::now() >= deadline)
      throw Disconnected("nothing listens at port " + std::to_string(port));
    std::this_thread::sleep_for(kAgain);
  }
}

}  // namespace locker::http
