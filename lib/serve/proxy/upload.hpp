#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <string_view>

#include "lib/http/server/connection.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/serve/proxy/forwarded.hpp"

namespace locker::serve {

/// Sends one request to a service: a small body together with the head, a larger one on another thread,
/// because the response may begin before the body ends.
class Upload {
 public:
  using Clock = std::chrono::steady_clock;
  /// `patience` is how long the service may accept no data.
  Upload(http::Exchange& exchange, http::Connection& connection, Forwarded& request,
         std::chrono::milliseconds patience);
  ~Upload() { end(); }
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  /// Reads a small body, which is sent with the head. Throws on the client's errors.
  void read_small_body();
  /// Sends the head and what was read of the body. Throws Disconnected if the service fails.
  void send();
  /// Notes activity of the service.
  void moved() { moved_ = Clock::now().time_since_epoch().count(); }
  /// Returns when the service will have been silent for too long.
  [[nodiscard]] Clock::time_point deadline() const {
    return Clock::time_point(Clock::duration(moved_)) + patience_;
  }
  /// From now on errors are reported to the client by the response.
  void answer_begins() { answering_ = true; }

  /// Waits briefly for the rest of the body. If part of it remains unread, the client cannot send a second
  /// request on its connection.
  void end();
  /// After end(): true if the service received the whole body.
  [[nodiscard]] bool is_complete() const { return complete_; }
  /// After end(): true if the request can be resent.
  [[nodiscard]] bool is_replayable() const { return request_.replayable && exchange_.body().at_end(); }
  /// After end(): rethrows the error of the client that ended the upload, if any.
  void rethrow_client_error() const {
    if (client_error_) std::rethrow_exception(client_error_);
  }

 private:
  [[nodiscard]] bool is_chunked() const { return framing_.kind == http::Framing::Kind::chunked; }
  void send_rest();
  std::string_view next_piece();
  void drop_rest();

  http::Exchange& exchange_;
  http::Connection& connection_;
  Forwarded& request_;
  const std::chrono::milliseconds patience_;
  const http::Framing framing_;
  std::future<void> rest_;
  std::exception_ptr client_error_;
  std::atomic<bool> complete_ = false, answering_ = false;
  std::atomic<Clock::rep> moved_ = 0;  ///< time of the last activity
};

}  // namespace locker::serve
